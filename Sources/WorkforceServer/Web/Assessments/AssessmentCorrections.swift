import CivilCalendar
import Localization
import Workforce

/// Putting right a level that was recorded wrong, or taking back one that should not be there.
struct AssessmentCorrections {
  func mount(_ pages: PageRouter) {
    pages.recordForm("/people/{employeeId}/assessments/{assessmentId}/correct") { visit in
      try await correcting(visit)
    } submit: { visit, submission in
      _ = try await visit.perform(try submission.decode(CorrectAssessment.self))
      return Landing(
        try PersonAddress(visit).url, flash: .done(visit.words["assessment.corrected"]))
    }
    pages.recordForm("/people/{employeeId}/assessments/{assessmentId}/void") { visit in
      try await voiding(visit)
    } submit: { visit, submission in
      _ = try await visit.perform(try submission.decode(VoidAssessment.self))
      return Landing(try PersonAddress(visit).url, flash: .done(visit.words["assessment.voided"]))
    }
  }

  private func correcting(_ visit: Visit) async throws -> RecordForm {
    let (person, line) = try await about(visit)
    let assessment = line.assessment
    let words = visit.words
    var form = try await form("correct", person, line, visit)
    if assessment.level != nil {
      let levels = try await LevelWords(of: line.frameworkCode, for: visit)
      form.fields.append(
        .select(
          "level", words["assessment.level"], value: assessment.level.map(String.init),
          choices: levels.choices))
    }
    form.fields += [
      .text("occurredOn", words["assessment.on"], value: assessment.occurredOn.description, .day),
      .area("evidence", words["label.evidence"], value: assessment.evidence, .optional),
      .reason(words),
    ]
    form.note = words["assessment.correct_effect"]
    return form
  }

  private func voiding(_ visit: Visit) async throws -> RecordForm {
    let (person, line) = try await about(visit)
    var form = try await form("void", person, line, visit)
    form.fields = [.reason(visit.words)]
    form.note = visit.words["assessment.void_effect"]
    form.button = visit.words["assessment.void"]
    form.isGrave = true
    return form
  }

  private func form(
    _ act: String, _ person: EmployeeDetail, _ line: AssessmentLine, _ visit: Visit
  ) async throws -> RecordForm {
    let words = visit.words
    let url = "/people/\(person.id)"
    var form = RecordForm(
      words["assessment.\(act)"], back: RecordLink(label: person.fullName, url: url),
      action: "\(url)/assessments/\(line.assessment.id)/\(act)", section: .people, fields: [])
    form.subtitle =
      "\(line.code) \(line.title.text(english: words.isEnglish)) · "
      + words.date(line.assessment.occurredOn)
    return form
  }

  private func about(_ visit: Visit) async throws -> (EmployeeDetail, AssessmentLine) {
    guard visit.may(.assessSkills) else { throw AppError.forbidden }
    let id: ID<Assessment> = try visit.id("assessmentId", "assessment")
    let address = try PersonAddress(visit)
    let person = try await visit.perform(ShowEmployee(employeeId: address.id))
    let lines = try await visit.perform(
      ListAssessments(
        employeeId: address.id, competencyId: nil, asOf: nil, knownAt: nil,
        includesCorrections: nil))
    guard let line = lines.first(where: { $0.assessment.id == id }) else {
      throw AppError.notFound("assessment")
    }
    return (person, line)
  }
}
