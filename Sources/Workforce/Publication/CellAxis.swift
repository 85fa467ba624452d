/// A measure of a province: what is published together.
struct TableName: Hashable, Comparable {
  let provinceCode: String
  let measure: String

  init(_ row: some NamesTable) {
    provinceCode = row.provinceCode
    measure = row.measure
  }

  static func < (left: TableName, right: TableName) -> Bool {
    (left.provinceCode, left.measure) < (right.provinceCode, right.measure)
  }
}

/// A row of one table among others.
protocol NamesTable {
  var provinceCode: String { get }
  var measure: String { get }
}

/// A cell of a new edition.
struct EditionCell {
  let sector: String
  let sizeCode: String
  /// Nil when suppressed.
  let sum: CellSum?
}

/// Which row a sector is, and which column a size; the last of each are the margins.
struct CellAxis {
  let sectors: [String]

  init(sectors: some Sequence<String>) {
    self.sectors = Set(sectors).filter { $0 != PublicationBuilder.all }.sorted()
  }

  var grid: CellGrid {
    CellGrid(rows: sectors.count, columns: PublicationBuilder.sizes.count)
  }

  /// Shape: (sectors, sizes).
  func cells(_ rows: [SectorSum]) -> [[CellSum]] {
    let bySector = Dictionary(grouping: rows, by: \.sector)
    return sectors.map { sector in
      PublicationBuilder.sizes.map { size in
        bySector[sector]?.first { $0.sizeCode == size }?.sum ?? .empty
      }
    }
  }

  func place(_ sector: String, _ size: String) -> CellTable.Place {
    CellTable.Place(
      row: sectors.firstIndex(of: sector) ?? sectors.count,
      column: PublicationBuilder.sizes.firstIndex(of: size) ?? PublicationBuilder.sizes.count)
  }

  func sector(_ place: CellTable.Place) -> String {
    place.row < sectors.count ? sectors[place.row] : PublicationBuilder.all
  }

  func size(_ place: CellTable.Place) -> String {
    place.column < PublicationBuilder.sizes.count
      ? PublicationBuilder.sizes[place.column] : PublicationBuilder.all
  }
}
