import Workforce

/// Foundation has an `Operation` too; here it is always one of the registry.
typealias Operation = Workforce.Operation
