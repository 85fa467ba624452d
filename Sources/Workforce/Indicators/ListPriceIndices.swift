import Foundation
import Postgres

/// A published price index of a year.
package struct PriceIndex: Codable, Sendable {
  package let seriesCode: String
  package let version: String
  package let year: Int
  package let name: LocalizedText
  package let baseYear: Int
  package let value: Decimal
  /// Of the series that constant prices are computed by.
  package let isDefault: Bool
  package let status: Certainty
  package let source: String?
  package let note: LocalizedText?
}

package struct ListPriceIndices: Lookup {
  package let series: String?

  package typealias Output = [PriceIndex]

  package static let name = "price-index.list"
  package static let route = Route.get("/price-indices")
  package static let permission = Permission.readCatalogue
  package static let access = Access.read

  package init(series: String?) {
    self.series = series
  }

  package func call(in context: LookupContext) -> Call {
    Call(Query<PriceIndex>.priceIndices.statement, [series])
  }

  package func output(from rows: Rows) throws -> [PriceIndex] {
    try rows.decode(PriceIndex.self)
  }
}

extension Query<PriceIndex> {
  static var priceIndices: Self { Query("price_index.list") }
}
