import CivilCalendar
import Localization
import Workforce

/// Sections of the industrial classification as choices: of the version in force, and of the one that
/// most firms are still registered by.
struct SectorChoices {
  /// `VSIC2018/C`, for a form that keeps the version too.
  let versioned: [FormField.Choice]
  /// The letter alone, for a filter.
  let letters: [FormField.Choice]
  /// By version and section, as a letter means another sector in another version.
  private let names: [String: String]

  init(_ visit: Visit) async throws {
    let words = visit.words
    var sectors: [Sector] = []
    for day in [visit.today, CalendarDate("2025-01-01")] {
      let known = Set(sectors.map(\.version))
      sectors += try await visit.perform(ListSectors(asOf: day))
        .filter { !known.contains($0.version) }
    }
    func label(_ sector: Sector) -> String {
      "\(sector.section) \(sector.name.text(english: words.isEnglish))"
    }
    versioned = sectors.map {
      FormField.Choice("\($0.version)/\($0.section)", "\(label($0)) (\($0.version))")
    }
    names = Dictionary(sectors.map { ("\($0.version)/\($0.section)", label($0)) }) { first, _ in
      first
    }
    let present = Dictionary(sectors.map { ($0.section, label($0)) }) { first, _ in first }
    letters = present.keys.sorted().map { FormField.Choice($0, present[$0] ?? $0) }
  }

  /// `C Công nghiệp chế biến, chế tạo`.
  func name(_ section: String, of version: String) -> String {
    names["\(version)/\(section)"] ?? section
  }
}
