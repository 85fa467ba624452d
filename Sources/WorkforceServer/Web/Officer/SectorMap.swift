import CivilCalendar
import Localization
import Workforce

/// Sectors against sizes, from published cells: what a cell shows is up to the page.
struct SectorMap {
  static let sizes = ["micro", "small", "medium", "not_sme", "unknown", "*"]

  let words: Words
  let sectors: [String: LocalizedText]

  /// Names of sections in force now and before, by `version/section`.
  init(_ visit: Visit) async throws {
    words = visit.words
    var names: [String: LocalizedText] = [:]
    // The version before 15 November 2025 is what most firms are still registered by.
    for day in [visit.today, CalendarDate("2025-01-01")] {
      for sector in try await visit.perform(ListSectors(asOf: day)) {
        names["\(sector.version)/\(sector.section)"] = sector.name
      }
    }
    sectors = names
  }

  func name(_ sector: String) -> String {
    guard sector != "*" else { return words["officer.all_sectors"] }
    let letter = sector.split(separator: "/").last.map(String.init) ?? sector
    return "\(letter) \(sectors[sector]?.text(english: words.isEnglish) ?? "")"
  }

  /// - Parameter value: what a published cell is shaded by and says; nil for nothing.
  func html(
    _ cells: [PublishedCell], caption: String,
    value: (PublishedCell) -> (shade: Double, text: String)?
  ) -> String {
    let present = Set(cells.map(\.sector))
    let rows = present.filter { $0 != "*" }.sorted { name($0) < name($1) } + ["*"]
    let columns = Self.sizes.filter { size in cells.contains { $0.sizeCode == size } }
    let inner = cells.filter { $0.sector != "*" && $0.sizeCode != "*" }
    let largest = inner.compactMap { value($0)?.shade }.max() ?? 0
    let places = Dictionary(
      cells.map { ([$0.sector, $0.sizeCode], $0) }, uniquingKeysWith: { first, _ in first })
    return CellMap(
      caption: caption, corner: words["overview.sector"],
      columns: columns.map { $0 == "*" ? words["app.total"] : words["size.\($0)"] },
      rows: rows.map { sector in
        (
          label: name(sector),
          cells: columns.map { size -> CellMap.Cell in
            guard let cell = places[[sector, size]] else { return CellMap.Cell(nil, shade: nil) }
            guard cell.state == .published, let shown = value(cell) else {
              return CellMap.Cell(nil, shade: nil, isSuppressed: cell.state == .suppressed)
            }
            let isMargin = sector == "*" || size == "*"
            return CellMap.Cell(
              shown.text,
              shade: isMargin ? nil : CellMap.shade(shown.shade, largest: largest))
          }
        )
      }
    ).html(words)
  }
}
