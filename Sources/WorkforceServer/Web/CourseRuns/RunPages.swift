import Localization
import Workforce

/// Runs for whoever plans or gives them: the list, one run with its sessions and its queue, the answer to a firm's
/// request, and calling a run off.
struct RunPages {
  func mount(_ pages: PageRouter) {
    pages.get("/runs") { visit in
      PageView("course-runs/list", try await RunList(visit).content(), section: .runs)
    }
    RunForms().mount(pages)
    pages.get("/runs/{courseRunId}") { visit in
      PageView("course-runs/run", try await RunView(visit).content(), section: .runs)
    }
    pages.form("/runs/{courseRunId}/queue") { visit in
      let view = try await RunView.planned(visit)
      return Form(
        "course-runs/queue",
        fields: [
          FormField("people", input: "enrolmentIds", value: ""),
          FormField("reason", input: "reason", value: ""),
        ],
        content: try await view.queueContent(), section: .runs)
    } submit: { visit, submission in
      let admitted = try await visit.perform(try submission.decode(AdmitWaiting.self))
      return Landing(
        "/runs/\(admitted.courseRun.run.id)",
        flash: .done(visit.words.counted("run.admitted", admitted.admittedCount)))
    }
    answers(pages)
    ending(pages)
  }

  private func answers(_ pages: PageRouter) {
    pages.form("/runs/{courseRunId}/agree") { visit in
      let view = try await RunView.asked(visit)
      let resources = try await RunResourceChoices(visit, provider: view.run.providerId)
      var content = view.heading
      content["sessions"] = view.sessionsContent
      return Form(
        "course-runs/agree",
        fields: [
          FormField(
            "trainer", input: "trainerIds", value: resources.chosenTrainers(nil),
            choices: resources.trainers, isMultiple: true),
          FormField("room", input: "roomId", value: "", choices: resources.rooms),
        ],
        content: content, section: .runs)
    } submit: { visit, submission in
      let agreed = try await visit.perform(try submission.decode(AgreeToCourseRun.self))
      return Landing("/runs/\(agreed.run.id)", flash: .done(visit.words["run.agreed"]))
    }
    reasoned(pages, "decline", DeclineCourseRun.self, RunView.asked) { .done($0["run.declined"]) }
    reasoned(pages, "cancel", CancelCourseRun.self, RunView.planned) { .done($0["run.cancelled"]) }
  }

  /// A page that asks for a reason and then acts on the run.
  private func reasoned<Task: UseCase & Decodable>(
    _ pages: PageRouter, _ verb: String, _ type: Task.Type,
    _ open: @escaping @Sendable (Visit) async throws -> RunView,
    _ flash: @escaping @Sendable (Words) -> Flash
  ) {
    pages.form("/runs/{courseRunId}/\(verb)") { visit in
      let view = try await open(visit)
      var content = view.heading
      content["formTitle"] = visit.words["run.\(verb)"]
      content["effect"] = visit.words["run.\(verb)_effect"]
      content["backURL"] = view.url
      content["name"] = content["course"]
      content["subtitle"] = content["run"]
      content["action"] = ""
      return Form(
        "course-runs/reason", fields: [FormField("reason", input: "reason", value: "")],
        content: content, section: .runs)
    } submit: { visit, submission in
      _ = try await visit.perform(try submission.decode(type))
      return Landing("/runs/\(visit.path["courseRunId"] ?? "")", flash: flash(visit.words))
    }
  }

  private func ending(_ pages: PageRouter) {
    pages.recordForm("/runs/{courseRunId}/finish") { visit in
      finishing(try await RunView.changeable(visit), visit.words)
    } submit: { visit, submission in
      let finished = try await visit.perform(
        try submission.decode(FinishCourseRun.self), onVersion: submission.version)
      return Landing("/runs/\(finished.run.id)", flash: .done(visit.words["run.finished"]))
    }
    pages.post("/runs/{courseRunId}/open") { visit, submission in
      let id: ID<CourseRun> = try visit.id("courseRunId", "course_run")
      let isOpen = submission.text("open") == "true"
      let change = ChangeCourseRun(opening: isOpen, courseRunId: id)
      if let refusal = try await visit.refusal(of: change) {
        return Landing("/runs/\(id)", flash: .refused(refusal, visit.words))
      }
      return Landing(
        "/runs/\(id)", flash: .done(visit.words[isOpen ? "run.opened" : "run.closed"]))
    }
  }
}

extension RunPages {
  /// A run that is over cannot be opened again, so it is asked first.
  private func finishing(_ view: RunView, _ words: Words) -> RecordForm {
    var form = RecordForm(
      words["run.finish"],
      back: RecordLink(
        label: view.run.courseTitle.text(english: words.isEnglish), url: view.url),
      action: "\(view.url)/finish", section: .runs,
      fields: [.hidden("version", "\(view.run.version)")])
    form.subtitle = "\(view.run.code) · \(words.dates(view.run.startsOn, view.run.endsOn))"
    form.note = words["run.finish_effect"]
    form.button = words["run.finish"]
    return form
  }
}

extension ChangeCourseRun {
  /// Opens a run for enrolment, or takes it back to being planned.
  fileprivate init(opening isOpen: Bool, courseRunId: ID<CourseRun>) {
    self.init(
      courseRunId: courseRunId, code: nil, language: nil, trainerIds: nil, roomId: nil,
      withoutRoom: nil, place: nil, communeCode: nil, capacity: nil, cutOffAt: nil,
      waitingPolicy: nil, firmQuota: nil, priorityFlags: nil, priceVnd: nil, isOpen: isOpen,
      startsOn: nil, endsOn: nil)
  }
}
