import Localization
import Workforce

/// Courses to choose from: all that the caller may know of, thousands of them in a large province.
enum CourseChoices {
  static func all(_ visit: Visit, isInHouse: Bool?) async throws -> [CourseDetails] {
    try await visit.all { after in
      ListCourses(
        search: nil, competencyId: nil, targetLevel: nil, providerId: nil, mode: nil,
        isInHouse: isInHouse, after: after, limit: Visit.largestPage)
    }
  }

  /// `EXCEL · Bảng tính`, by whose code it is found.
  static func choice(_ id: ID<Course>, _ code: String, _ title: LocalizedText, _ words: Words)
    -> FormField.Choice
  {
    FormField.Choice(id.description, "\(code) · \(title.text(english: words.isEnglish))")
  }
}
