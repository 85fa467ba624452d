import Localization
import Workforce

/// What one confirmation made: each enrolment with its outcome, and the way back.
struct BatchPages {
  func mount(_ pages: PageRouter) {
    pages.get("/enrol/batches/{batchId}") { visit in
      PageView("enrolments/batch", try await content(visit), section: .enrol)
    }
    pages.post("/enrol/batches/{batchId}/undo") { visit, submission in
      let batchId: ID<EnrolmentBatch> = try visit.id("batchId", "enrolment_batch")
      let undo = UndoEnrolmentBatch(batchId: batchId, reason: submission.text("reason") ?? "")
      if let refusal = try await visit.refusal(of: undo) {
        return Landing(url(batchId), flash: .refused(refusal, visit.words))
      }
      return Landing(url(batchId), flash: .done(visit.words["batch.undone_all"]))
    }
  }

  private func url(_ id: ID<EnrolmentBatch>) -> String { "/enrol/batches/\(id)" }

  private func content(_ visit: Visit) async throws -> PageContent {
    let words = visit.words
    let batchId: ID<EnrolmentBatch> = try visit.id("batchId", "enrolment_batch")
    let lines = try await visit.all { after in
      ListEnrolments(
        courseRunId: nil, employeeId: nil, batchId: batchId, state: nil, asOf: nil, knownAt: nil,
        after: after, limit: Visit.largestPage)
    }
    guard let first = lines.first else { throw AppError.notFound("enrolment_batch") }
    let run = try await visit.perform(ShowCourseRun(courseRunId: first.courseRunId)).run
    let standing = lines.filter(\.state.isStanding)
    var rows: [PageContent] = []
    for line in lines { rows.append(try await row(line, visit)) }
    var content: PageContent = [
      "number": first.courseRunCode, "enrolURL": "/enrol",
      "downloads": Downloads.content(
        ListEnrolments.name, ["batchId": first.batchId?.description]),
      "course": "\(first.courseTitle.text(english: words.isEnglish)) (\(first.courseRunCode))",
      "dates": words.dates(first.startsOn, first.endsOn),
      "place": run.place ?? run.roomName ?? run.providerName,
      "enrolled": words.number(lines.count { $0.state == .enrolled }),
      "waitlisted": words.number(lines.count { $0.state == .waitlisted }),
      "withdrawnCount": words.number(lines.count { !$0.state.isStanding }), "rows": rows,
      "firmTotal": words.money(
        lines.reduce(0) { $0 + ($1.moneyState == .released ? 0 : $1.firmPartVnd) }),
    ]
    if standing.isEmpty {
      content["withdrawn"] = words["batch.all_withdrawn"]
    } else if visit.may(.enrol), first.startsOn >= visit.today {
      content["undo"] =
        [
          "url": "\(url(batchId))/undo", "count": words.number(standing.count),
          "reason": ["value": ""] as PageContent,
        ] as PageContent
    }
    return content
  }

  private func row(_ line: EnrolmentLine, _ visit: Visit) async throws -> PageContent {
    let words = visit.words
    var row: PageContent = [
      "name": line.displayName, "url": "/people/\(line.employeeId)",
      "outcome": words["enrolment.state_\(line.state.rawValue)"],
      "firmPays": words.money(line.moneyState == .released ? 0 : line.firmPartVnd),
    ]
    switch line.state {
    case .enrolled: break
    case .waitlisted:
      row["waiting"] = true
      let details = try await visit.perform(ShowEnrolment(enrolmentId: line.id))
      row["reason"] = details.queuePosition.map {
        words[
          "enrolment.queue_until",
          ["position": words.number($0), "cutOff": words.moment(details.cutOffAt)]]
      }
    case .withdrawn, .cancelled:
      row["waiting"] = true
      row["reason"] = line.reason
      return row
    }
    guard visit.may(.enrol), line.endsOn >= visit.today else { return row }
    let back = "?back=\(QueryText.encode("/enrol/batches/\(visit.path["batchId"] ?? "")"))"
    row["withdrawURL"] = "/enrolments/\(line.id)/withdraw\(back)"
    row["swapURL"] = "/enrolments/\(line.id)/swap\(back)"
    return row
  }
}
