import Hummingbird
import Workforce

/// Names that two of our imports share, and which of them is meant in this target.
package typealias Request = Hummingbird.Request
/// What surrounds an input: the core's `Request`, beside HTTP's.
package typealias UseCaseRequest = Workforce.Request
package typealias Operation = Workforce.Operation
