import ArgumentParser

/// Commands that run the service itself.
enum Running {
  static let commands: [any ParsableCommand.Type] = [
    Up.self, Serve.self, Migrate.self, Seed.self, ShowConfiguration.self,
  ]
}
