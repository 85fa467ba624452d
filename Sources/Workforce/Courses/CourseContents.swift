import Foundation
import Postgres

/// A competency that a course aims at, as it is put in.
package struct OutcomeInput: Codable, Sendable {
  package let competencyId: ID<Competency>
  /// Nil when no earlier level is asked for.
  package let entryLevel: Int?
  package let targetLevel: Int

  package init(competencyId: ID<Competency>, entryLevel: Int?, targetLevel: Int) {
    self.competencyId = competencyId
    self.entryLevel = entryLevel
    self.targetLevel = targetLevel
  }
}

/// A course, or a competency with a level; never both.
package struct PrerequisiteInput: Codable, Sendable {
  package let courseId: ID<Course>?
  package let competencyId: ID<Competency>?
  package let minimumLevel: Int?

  package init(courseId: ID<Course>?, competencyId: ID<Competency>?, minimumLevel: Int?) {
    self.courseId = courseId
    self.competencyId = competencyId
    self.minimumLevel = minimumLevel
  }
}

extension Problems {
  mutating func check(_ outcomes: [OutcomeInput]) {
    var seen: Set<ID<Competency>> = []
    for (index, outcome) in outcomes.enumerated() {
      let path = "outcomes[\(index)]"
      range(outcome.entryLevel, "\(path).entryLevel", 1...8)
      range(outcome.targetLevel, "\(path).targetLevel", 1...8)
      if let entry = outcome.entryLevel, entry > outcome.targetLevel {
        add("\(path).entryLevel", "course.enters_above_its_target")
      }
      if !seen.insert(outcome.competencyId).inserted {
        add("\(path).competencyId", "course.outcome_twice")
      }
    }
  }

  mutating func check(_ prerequisites: [PrerequisiteInput]) {
    for (index, prerequisite) in prerequisites.enumerated() {
      let path = "prerequisites[\(index)]"
      let isCourse = prerequisite.courseId != nil
      let isLevel = prerequisite.competencyId != nil && prerequisite.minimumLevel != nil
      let isMixed = prerequisite.competencyId != nil || prerequisite.minimumLevel != nil
      if isCourse ? isMixed : !isLevel { add(path, "course.prerequisite_is_one_thing") }
      range(prerequisite.minimumLevel, "\(path).minimumLevel", 1...8)
    }
  }

  /// Numbers that a course is described by; nil ones are not given.
  mutating func checkCourse(durationHours: Decimal?, priceVnd: Int?, requiredAttendancePct: Int?) {
    range(durationHours, "durationHours", Decimal(0.25)...2000)
    range(priceVnd, "priceVnd", 0...1_000_000_000_000)
    if requiredAttendancePct == 0 {
      add("requiredAttendancePct", "course.attendance_of_zero")
    } else {
      range(requiredAttendancePct, "requiredAttendancePct", 1...100)
    }
  }
}

extension Session {
  /// Writes what a course aims at, in place of what it aimed at before.
  func replaceOutcomes(of course: ID<Course>, with outcomes: [OutcomeInput]) async throws {
    try await requireLevels(
      outcomes.enumerated().map { index, outcome in
        LevelAsked(
          competencyId: outcome.competencyId, level: outcome.targetLevel,
          competencyField: "outcomes[\(index)].competencyId",
          levelField: "outcomes[\(index)].targetLevel")
      })
    try await execute(.deleteOutcomes, course.uuid)
    try await execute(
      .insertOutcomes, course.uuid, outcomes.map(\.competencyId.uuid), outcomes.map(\.entryLevel),
      outcomes.map(\.targetLevel))
  }

  /// Writes what a course asks for, in place of what it asked for before. Throws `invalidInput` for a
  /// course that cannot be required here and for one that, through others, requires this one.
  func replacePrerequisites(
    of course: ID<Course>, owner: UUID?, with prerequisites: [PrerequisiteInput]
  ) async throws {
    try await requireLevels(
      prerequisites.enumerated().compactMap { index, prerequisite in
        guard let competencyId = prerequisite.competencyId,
          let level = prerequisite.minimumLevel
        else { return nil }
        return LevelAsked(
          competencyId: competencyId, level: level,
          competencyField: "prerequisites[\(index)].competencyId",
          levelField: "prerequisites[\(index)].minimumLevel")
      })
    try await requireCourses(prerequisites, by: course, owner: owner)
    try await execute(.deletePrerequisites, course.uuid)
    try await execute(
      .insertPrerequisites, course.uuid, prerequisites.map(\.courseId?.uuid),
      prerequisites.map(\.competencyId?.uuid), prerequisites.map(\.minimumLevel))
  }

  private func requireCourses(
    _ prerequisites: [PrerequisiteInput], by course: ID<Course>, owner: UUID?
  ) async throws {
    let wanted = prerequisites.compactMap(\.courseId?.uuid)
    guard !wanted.isEmpty else { return }
    _ = try await fetchAll(.lockPrerequisites)
    let found = try await fetchAll(.requirableCourses, course.uuid, wanted, owner)
    let byID = Dictionary(found.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    var problems = Problems()
    for (index, prerequisite) in prerequisites.enumerated() {
      guard let courseId = prerequisite.courseId else { continue }
      let field = "prerequisites[\(index)].courseId"
      guard let required = byID[courseId] else {
        problems.add(field, "course.prerequisite_unknown")
        continue
      }
      if required.leadsBack { problems.add(field, "course.prerequisites_in_a_circle") }
    }
    try problems.throwIfAny()
  }
}

struct RequirableCourse: Decodable, Sendable {
  let id: ID<Course>
  let leadsBack: Bool
}

struct PrerequisiteLock: Decodable, Sendable {
  let isLocked: Bool
}

extension Query<RequirableCourse> {
  static var requirableCourses: Self { Query("course.requirable") }
}

extension Query<PrerequisiteLock> {
  static var lockPrerequisites: Self { Query("course.lock_prerequisites") }
}

extension Command {
  static var deleteOutcomes: Self { Command("course.delete_outcomes") }
  static var insertOutcomes: Self { Command("course.insert_outcomes") }
  static var deletePrerequisites: Self { Command("course.delete_prerequisites") }
  static var insertPrerequisites: Self { Command("course.insert_prerequisites") }
}
