import Foundation
import Postgres
import Seeds

/// A mapping that comes with the program.
package struct ShippedMapping: Codable, Sendable {
  package let code: String
  package let mapping: PanelMapping
}

/// The mappings of published panels that come with the program.
package struct ListPanelMappings: Workflow {
  package typealias Output = [ShippedMapping]

  package init() {}

  package static let name = "panel-mapping.list"
  package static let route = Route.get("/panel-mappings")
  package static let permission = Permission.manageInstallation
  package static let access = Access.read

  package func run(
    in app: App, as principal: Principal, request: Request
  ) async throws -> [ShippedMapping] {
    try PanelSeed.allCases.map { seed in
      ShippedMapping(
        code: seed.rawValue,
        mapping: try JSONCoding.decoder().decode(PanelMapping.self, from: try seed.bytes()))
    }
  }
}

extension PanelMapping {
  /// A mapping from its file. Throws `invalidInput` naming what is wrong in it.
  package init(file: Data) throws(AppError) {
    do {
      self = try JSONCoding.decoder().decode(PanelMapping.self, from: file)
    } catch DecodingError.keyNotFound(let key, let context) {
      throw .invalid(
        "mapping", "panel.mapping_lacks",
        ["field": (context.codingPath + [key]).map(\.stringValue).joined(separator: ".")])
    } catch DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context)
    {
      throw .invalid(
        "mapping", "panel.mapping_is_of_another_kind",
        ["field": context.codingPath.map(\.stringValue).joined(separator: ".")])
    } catch {
      throw .invalid("mapping", "panel.mapping_is_no_json")
    }
  }
}
