import Foundation
import TestSupport
import Testing
import Workforce

@Suite struct RegistryLawTests {
  @Test func everyOperationHasANameAndARouteOfItsOwn() throws {
    let operations = try Registry.all().operations
    let routes = operations.map { "\($0.route.method.rawValue) \(generic($0.route.path))" }

    #expect(Set(operations.map(\.name)).count == operations.count)
    #expect(Set(routes).count == routes.count)
    #expect(operations.count > 20)
  }

  @Test func everyFieldOfAPathIsAFieldOfTheInput() throws {
    for operation in try Registry.all().operations {
      let fields = Set(operation.input.fields.map(\.name))
      for match in operation.route.path.matches(of: /\{([^}]+)\}/) {
        #expect(fields.contains(String(match.1)), "\(operation.name) has no field \(match.1)")
      }
    }
  }

  /// Whoever lacks the permission is told so before anything is read.
  @Test(arguments: Role.allCases)
  func aRoleWithoutThePermissionIsRefusedEverywhere(role: Role) async throws {
    let principal = try #require(Self.principals.first { $0.role == role })
    let granted = Permission.granted(to: role)
    try await withWorld { world in
      for operation in try Registry.all().operations where !granted.contains(operation.permission) {
        let input = InputText(parameters: [:], json: try example(of: operation.input))
        await #expect(throws: AppError.forbidden, "\(operation.name) as \(role)") {
          try await operation.perform(
            input, in: world.app, as: principal, request: .plain(id: "test"))
        }
      }
    }
  }

  /// A size that no page has would be met first where rows are counted.
  @Test(arguments: [-1, 0, 100_000])
  func noListTakesASizeThatNoPageHas(limit: Int) async throws {
    let lists = try Registry.all().operations.filter { operation in
      operation.input.fields.contains { $0.name == "limit" }
    }
    try await withWorld { world in
      for list in lists {
        let principal = try #require(
          Self.principals.first { Permission.granted(to: $0.role).contains(list.permission) })
        var input = try #require(value(of: list.input) as? [String: Any])
        input["limit"] = limit
        let text = InputText(
          parameters: [:], json: try JSONSerialization.data(withJSONObject: input))
        let error = await #expect(throws: AppError.self, "\(list.name)") {
          try await list.perform(
            text, in: world.app, as: principal, request: .plain(id: "test"))
        }
        #expect(error?.fieldErrors.contains { $0.field == "limit" } == true, "\(list.name)")
      }
    }
    #expect(lists.count > 25)
  }

  private static let principals = [
    World.hrA, World.managerOfSales, World.directorA, World.hoaHerself, World.teacher1,
    World.officer, World.administrator,
  ]

  private func generic(_ path: String) -> String {
    path.replacing(/\{[^}]+\}/, with: "{}")
  }

  private func example(of shape: Shape) throws -> Data {
    try JSONSerialization.data(withJSONObject: value(of: shape))
  }

  private func value(of shape: Shape) -> Any {
    switch shape {
    case .text("uuid"): "00000000-0000-7000-8000-000000000000"
    case .text("date"): "2026-11-23"
    case .text("base64"): "eA=="
    case .text("date-time"): "2026-11-23T00:00:00Z"
    case .text("period"): "2026"
    case .text: "x"
    case .integer: 1
    case .number: 1.5
    case .boolean: true
    case .enumeration(let names): names[0]
    case .array(let element): [value(of: element)]
    case .map: [String: String]()
    case .object(_, let fields):
      Dictionary(
        uniqueKeysWithValues: fields.filter { !$0.isOptional }.map {
          ($0.name, value(of: $0.shape))
        })
    }
  }
}
