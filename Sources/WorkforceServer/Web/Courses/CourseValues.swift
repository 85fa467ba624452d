import Foundation
import Workforce

/// The plain fields of a course's form.
struct CourseValues {
  private struct Plain: Codable {
    let code: String
    let mode: CourseMode
    let language: TeachingLanguage?
    let durationHours: Decimal
    let priceVnd: Int
    let requiredAttendancePct: Int
    let providerId: ID<Provider>?
  }

  private let plain: Plain
  private let title: LocalizedText
  /// Empty in both languages where there is none.
  private let description: LocalizedText

  /// Throws `invalidInput` naming the input's fields.
  init(_ submission: Submission) throws {
    let hours = submission.text("hours").map { $0.replacing(",", with: ".") }
    plain = try submission.decode(
      Plain.self, amounts: ["priceVnd"], extra: hours.map { ["durationHours": $0] } ?? [:])
    title = submission.localized("titleVi", "titleEn")
    description = submission.localized("description", "descriptionEn")
  }

  private var hasDescription: Bool { description.vi != nil || description.en != nil }

  func creation(_ rows: CourseRows.Sent) -> CreateCourse {
    CreateCourse(
      code: plain.code, title: title, description: hasDescription ? description : nil,
      mode: plain.mode, language: plain.language ?? .vi, durationHours: plain.durationHours,
      priceVnd: plain.priceVnd, requiredAttendancePct: plain.requiredAttendancePct,
      providerId: plain.providerId, isPublished: true, outcomes: rows.outcomes,
      prerequisites: rows.prerequisites)
  }

  /// A description that was emptied is taken away: nil would leave it.
  func change(of present: CourseDetails, _ rows: CourseRows.Sent) -> ChangeCourse {
    ChangeCourse(
      courseId: present.id, code: plain.code, title: title,
      description: hasDescription || present.description != nil ? description : nil,
      mode: plain.mode, language: plain.language, durationHours: plain.durationHours,
      priceVnd: plain.priceVnd, requiredAttendancePct: plain.requiredAttendancePct,
      providerId: plain.providerId == present.providerId ? nil : plain.providerId,
      outcomes: rows.outcomes, prerequisites: rows.prerequisites)
  }
}

/// Who may change a course; as the statements decide, only to say which links to show.
enum CourseAccess {
  static func mayChange(_ course: CourseDetails, _ visit: Visit) async throws -> Bool {
    switch visit.principal.role {
    case .hr: return course.isInHouse
    case .trainer: return !course.isInHouse && course.providerId == visit.principal.providerID
    case .officer:
      guard !course.isInHouse else { return false }
      guard let providerId = course.providerId else { return true }
      let provider = try await visit.perform(ShowProvider(providerId: providerId))
      return provider.provinceCode == visit.principal.provinceCode
    case .administrator: return !course.isInHouse
    case .manager, .director, .employee: return false
    }
  }

  /// The course of a page that changes it. Throws `notFound` for whoever may only look.
  static func changeable(_ visit: Visit) async throws -> CourseDetails {
    guard visit.may(.manageCourses) else { throw AppError.forbidden }
    let course = try await visit.perform(
      ShowCourse(courseId: try visit.id("courseId", "course")))
    guard try await mayChange(course, visit) else { throw AppError.notFound("course") }
    return course
  }
}
