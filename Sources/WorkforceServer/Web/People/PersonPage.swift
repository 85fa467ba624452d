import CivilCalendar
import Localization
import Workforce

/// One person: what they can do, what they train, and what whoever looks may do about it.
struct PersonPage {
  private let visit: Visit
  private let dates: ReportDates
  private let person: EmployeeDetail
  private let levels: PersonLevels
  private let enrolments: [EnrolmentLine]
  private let completions: [CompletionLine]
  private let exemptions: [Exemption]
  private let merges: [MergeRecord]

  init(_ visit: Visit) async throws {
    self.visit = visit
    let id = try PersonAddress(visit).id
    dates = try ReportDates(visit)
    person = try await visit.perform(ShowEmployee(employeeId: id))
    levels = try await PersonLevels(of: id, dates, visit)
    let asked = dates
    enrolments = try await visit.all { after in
      ListEnrolments(
        courseRunId: nil, employeeId: id, batchId: nil, state: nil, asOf: asked.asOf,
        knownAt: asked.knownAt, after: after, limit: Visit.largestPage)
    }
    completions = try await visit.all { after in
      ListCompletions(
        employeeId: id, courseRunId: nil, courseId: nil, result: nil, asOf: asked.asOf,
        knownAt: asked.knownAt, after: after, limit: Visit.largestPage)
    }
    exemptions = try await visit.all { after in
      ListExemptions(
        employeeId: id, competencyId: nil, asOf: asked.asOf, after: after,
        limit: Visit.largestPage)
    }
    merges = try await visit.all { after in
      ListMerges(employeeId: id, includesUndone: false, after: after, limit: 100)
    }
  }

  private var words: Words { visit.words }
  private var url: String { "/people/\(person.id)" }
  /// The day that the page is about.
  private var day: CalendarDate { dates.asOf ?? visit.today }

  func content() async throws -> PageContent {
    var content: PageContent = [
      "asOf": words.date(day), "listURL": "/people", "name": person.fullName,
      "code": person.code, "details": details, "past": dates.content(words, clearURL: url),
      "downloads": Downloads.content(
        ListAssessments.name, ["employeeId": person.id.description]),
    ]
    if let place = PersonPlace(person, day).present {
      content["role"] = place.jobRoleTitle?.text(english: words.isEnglish)
      content["unit"] = place.unitName
      content["matrixURL"] = "/matrix?unit=\(place.unitId)"
    }
    if person.status != .present { content["statusLabel"] = words[person.status.wordKey] }
    if !dates.isPast { addActions(to: &content) }
    content.merge(try await levels.content()) { $1 }
    content["hasEnrolments"] = !enrolments.isEmpty
    content["enrolments"] = enrolments.map(enrolment)
    content["hasCompletions"] = !completions.isEmpty
    content["completions"] = completions.map(completion)
    content["hasAssignments"] = !person.assignments.isEmpty
    content["assignments"] = person.assignments.map(assignment)
    content["hasExemptions"] = !exemptions.isEmpty
    content["exemptions"] = exemptions.map(exemption)
    content["merges"] = merges.map(merge)
    return content
  }

  private func addActions(to content: inout PageContent) {
    guard !person.isErased else { return }
    let isHere = person.status != .left
    if visit.may(.enrol), isHere {
      content["enrolURL"] = "/enrol?people=\(QueryText.encode(person.code))"
    }
    if visit.may(.assessSkills), isHere, levels.hasLevels { content["assessURL"] = "\(url)/assess" }
    if visit.may(.grantExemptions), isHere, levels.hasLevels {
      content["exemptURL"] = "\(url)/exempt"
    }
    guard visit.may(.managePeople) else { return }
    content["editURL"] = "\(url)/change"
    if isHere {
      content["assignURL"] = "\(url)/assign"
      content["inviteURL"] = "\(url)/invite"
    }
    if person.endsOn == nil {
      content["leaveURL"] = "\(url)/leave"
    } else {
      content["rejoinURL"] = "\(url)/rejoin"
    }
  }

  private var details: PageContent {
    var details: PageContent = [
      "code": person.code, "startedOn": words.date(person.startsOn),
    ]
    details["birthDate"] = person.birthOn.map { words.date($0) }
    details["phone"] = person.phone.map { PhoneNumber.asDialled($0) }
    details["email"] = person.email
    details["leftOn"] = person.endsOn.map { words.date($0) }
    return details
  }

  private func enrolment(_ line: EnrolmentLine) -> PageContent {
    var row: PageContent = [
      "course": line.courseTitle.text(english: words.isEnglish), "run": line.courseRunCode,
      "dates": words.dates(line.startsOn, line.endsOn),
      "statusLabel": words[statusKey(line)],
    ]
    if line.state == .cancelled { row["note"] = line.reason }
    if !dates.isPast, visit.may(.enrol), line.state.isStanding, line.endsOn >= visit.today {
      row["withdrawURL"] = "/enrolments/\(line.id)/withdraw"
      if line.startsOn > visit.today { row["swapURL"] = "/enrolments/\(line.id)/swap" }
    }
    return row
  }

  /// A run that is over is told by its completion.
  private func statusKey(_ line: EnrolmentLine) -> String {
    if let completion = completions.first(where: { $0.enrolmentId == line.id }) {
      return "enrolment.\(completion.result.rawValue)"
    }
    let isNow = line.startsOn <= day && day <= line.endsOn
    return line.state == .enrolled && isNow
      ? "enrolment.in_progress" : "enrolment.state_\(line.state.rawValue)"
  }

  private func completion(_ line: CompletionLine) -> PageContent {
    var result = words["enrolment.\(line.result.rawValue)"]
    if let score = line.score {
      result += ", " + words.percent(score / 100, decimals: score == score.rounded() ? 0 : 1)
    }
    return [
      "course": line.courseTitle.text(english: words.isEnglish),
      "date": words.date(line.completedOn),
      "hours": words.number(Double(line.attendedMinutes) / 60, decimals: 1), "result": result,
    ]
  }

  private func assignment(_ place: AssignmentDetail) -> PageContent {
    var row: PageContent = [
      "role": place.jobRoleTitle?.text(english: words.isEnglish) ?? words["people.no_role"],
      "unit": place.unitName, "dates": words.dates(from: place.startsOn, to: place.endsOn),
    ]
    row["note"] = place.reason
    if place.holds(on: day) { row["current"] = true }
    if !dates.isPast, visit.may(.managePeople), !person.isErased {
      row["correctURL"] = "\(url)/assignments/\(place.id)/correct"
      if person.assignments.count > 1 { row["voidURL"] = "\(url)/assignments/\(place.id)/void" }
    }
    return row
  }

  private func merge(_ merge: MergeRecord) -> PageContent {
    var row: PageContent = [
      "text": words[
        "merge.was_merged",
        [
          "code": merge.mergedCode, "name": merge.mergedName,
          "date": words.date(merge.recordedAt), "reason": merge.reason,
        ]]
    ]
    if visit.may(.managePeople) { row["undoURL"] = "/merges/\(merge.id)/unmerge" }
    return row
  }

  private func exemption(_ exemption: Exemption) -> PageContent {
    var row: PageContent = [
      "competency":
        "\(exemption.competencyCode) \(exemption.competencyTitle.text(english: words.isEnglish))",
      "reason": exemption.reason,
      "dates": words.dates(exemption.validFrom, exemption.validUntil),
    ]
    if !dates.isPast, visit.may(.grantExemptions), exemption.validUntil >= visit.today {
      row["endURL"] = "\(url)/exemptions/\(exemption.id)/end"
    }
    return row
  }
}

/// Which of a person's places holds.
struct PersonPlace {
  /// Those that hold on the day, the latest first.
  let standing: [AssignmentDetail]

  init(_ person: EmployeeDetail, _ day: CalendarDate) {
    standing = person.assignments.filter { $0.holds(on: day) }
  }

  var present: AssignmentDetail? { standing.first }
}

extension AssignmentDetail {
  func holds(on day: CalendarDate) -> Bool {
    startsOn <= day && endsOn.map { day <= $0 } ?? true
  }
}

extension EmployeeDetail {
  /// `BX-017 · Lễ tân viên · Lễ tân`, below the name in a form.
  func subtitle(_ words: Words, _ day: CalendarDate) -> String {
    let place = PersonPlace(self, day).present
    let parts = [code, place?.jobRoleTitle?.text(english: words.isEnglish), place?.unitName]
    return parts.compactMap { $0 }.joined(separator: " · ")
  }
}
