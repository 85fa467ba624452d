import Foundation

/// A use case or workflow as the outside sees it: what surrounds can describe, decode and run it
/// without knowing its type.
package struct Operation: Sendable {
  package let name: String
  package let route: Route
  package let permission: Permission
  package let access: Access
  package let input: Shape
  package let output: Shape
  /// Whether the output carries the version that a change must name.
  package let isVersioned: Bool
  /// Whether it is one statement and little beside it.
  package let isLookup: Bool
  private let body: @Sendable (App, InputText, Principal, Request) async throws -> Answer

  /// The noun of `noun.verb`.
  package var noun: String { String(name.prefix { $0 != "." }) }
  /// The verb of `noun.verb`.
  package var verb: String { String(name.drop { $0 != "." }.dropFirst()) }

  /// The output as JSON, and its version when it has one.
  package struct Answer: Sendable {
    package let json: [UInt8]
    package let version: Int?
  }

  /// Decodes the input, performs it and encodes the output.
  package func perform(
    _ input: InputText, in app: App, as principal: Principal, request: Request
  ) async throws(AppError) -> Answer {
    do {
      return try await body(app, input, principal, request)
    } catch let error as AppError {
      throw error
    } catch {
      throw app.translate(error, useCase: name, request: request)
    }
  }

  package init<Task: UseCase>(_ type: Task.Type) throws {
    try self.init(
      Task.name, Task.route, Task.permission, Task.access, Task.self, Task.Output.self
    ) { app, task, principal, request in
      try await app.perform(task, as: principal, request: request)
    }
  }

  package init<Task: Lookup>(_ type: Task.Type) throws {
    try self.init(
      Task.name, Task.route, Task.permission, Task.access, Task.self, Task.Output.self
    ) { app, task, principal, request in
      try await app.perform(task, as: principal, request: request)
    }
  }

  package init<Task: Workflow>(_ type: Task.Type) throws {
    try self.init(
      Task.name, Task.route, Task.permission, Task.access, Task.self, Task.Output.self
    ) { app, task, principal, request in
      try await app.perform(task, as: principal, request: request)
    }
  }

  private init<Input: Codable & Sendable, Output: Codable & Sendable>(
    _ name: String, _ route: Route, _ permission: Permission, _ access: Access,
    _ inputType: Input.Type, _ outputType: Output.Type,
    _ perform: @escaping @Sendable (App, Input, Principal, Request) async throws -> Output
  ) throws {
    self.name = name
    self.route = route
    self.permission = permission
    self.access = access
    isVersioned = outputType is any Versioned.Type
    isLookup = inputType is any Lookup.Type
    let input = try Shape.of(inputType)
    self.input = input
    output = try Shape.of(outputType)
    body = { app, text, principal, request in
      let output = try await perform(
        app, try text.decode(inputType, shape: input), principal, request)
      return Answer(
        json: try Self.json(output), version: (output as? any Versioned)?.version)
    }
  }

  private static func json<Output: Encodable>(_ output: Output) throws -> [UInt8] {
    if let raw = output as? any PassesBytes { return raw.bytes }
    if let writer = output as? any WritesJSON {
      var json = JSONWriter()
      writer.write(into: &json)
      return json.bytes
    }
    return [UInt8](try JSONCoding.encoder().encode(output))
  }
}

/// An output whose JSON is there already.
protocol PassesBytes {
  var bytes: [UInt8] { get }
}
extension RawJSON: PassesBytes {}
