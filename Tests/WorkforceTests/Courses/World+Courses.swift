import Foundation
import TestSupport
import Workforce

/// What tests of courses do again and again.
extension World {
  static let teacherOfAnotherProvider = Principal(
    accountID: teacher1.accountID, membershipID: teacher1.membershipID, role: .trainer,
    firmID: nil, employeeID: nil, unitIDs: [], providerID: ID(agency.uuid),
    trainerID: ID(agency.uuid), agencyID: nil, provinceCode: nil)

  static let officerOfAnotherProvince = Principal(
    accountID: officer.accountID, membershipID: officer.membershipID, role: .officer, firmID: nil,
    employeeID: nil, unitIDs: [], providerID: nil, trainerID: nil, agencyID: agency,
    provinceCode: "01")

  /// Codes of the courses that somebody sees.
  func codes(
    as principal: Principal, reaching level: Int? = nil, in competency: ID<Competency>? = nil
  ) async throws -> [String] {
    try await perform(
      ListCourses(
        search: nil, competencyId: competency, targetLevel: level, providerId: nil, mode: nil,
        isInHouse: nil, after: nil, limit: nil), as: principal
    ).items.map(\.code)
  }
}

extension CreateCourse {
  static func plain(
    _ code: String, attendance: Int = 80, outcomes: [OutcomeInput] = [],
    requiring courses: [ID<Course>] = []
  ) -> CreateCourse {
    CreateCourse(
      code: code, title: LocalizedText(vi: "Khóa \(code)", en: nil), description: nil,
      mode: .classroom, language: .vi, durationHours: 7.5, priceVnd: 500_000,
      requiredAttendancePct: attendance, providerId: nil, isPublished: true, outcomes: outcomes,
      prerequisites: courses.map {
        PrerequisiteInput(courseId: $0, competencyId: nil, minimumLevel: nil)
      })
  }
}

extension ChangeCourse {
  static func price(_ priceVnd: Int, of course: ID<Course>) -> ChangeCourse {
    change(course, priceVnd: priceVnd, outcomes: nil, prerequisites: nil)
  }

  static func outcomes(_ outcomes: [OutcomeInput], of course: ID<Course>) -> ChangeCourse {
    change(course, priceVnd: nil, outcomes: outcomes, prerequisites: nil)
  }

  static func asking(
    _ prerequisites: [PrerequisiteInput], of course: ID<Course>
  ) -> ChangeCourse {
    change(course, priceVnd: nil, outcomes: nil, prerequisites: prerequisites)
  }

  static func prerequisites(_ courses: [ID<Course>], of course: ID<Course>) -> ChangeCourse {
    asking(
      courses.map { PrerequisiteInput(courseId: $0, competencyId: nil, minimumLevel: nil) },
      of: course)
  }

  private static func change(
    _ course: ID<Course>, priceVnd: Int?, outcomes: [OutcomeInput]?,
    prerequisites: [PrerequisiteInput]?
  ) -> ChangeCourse {
    ChangeCourse(
      courseId: course, code: nil, title: nil, description: nil, mode: nil, language: nil,
      durationHours: nil, priceVnd: priceVnd, requiredAttendancePct: nil, providerId: nil,
      outcomes: outcomes, prerequisites: prerequisites)
  }
}
