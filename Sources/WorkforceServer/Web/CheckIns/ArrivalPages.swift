import Hummingbird
import Localization
import Workforce

/// What a participant sees, signed in or not: the code of the room, who they are, and that it is done.
struct ArrivalPages: Sendable {
  let pages: PageResponder

  func mount(on router: RouterGroup<KynangContext>) {
    router.get("check-in") { try await begin($0, $1) }
    router.post("check-in") { try await type($0, $1) }
    router.get("check-in/arrive") { _, _ in Redirect.see("/check-in") }
    router.post("check-in/arrive") { try await arrive($0, $1) }
    router.get("check-in/confirm") { _, _ in Redirect.see("/check-in") }
    router.post("check-in/confirm") { try await confirm($0, $1) }
    router.get("check-in/done") { request, context in
      try pages.answer(PageView("check-in/done", [:], section: nil), request, context)
    }
  }

  // MARK: The code of the room

  private func begin(_ request: Request, _ context: KynangContext) async throws -> Response {
    let query = try request.uri.query.map { try QueryText.parse($0) } ?? [:]
    guard let link = query["k"]?.last, !link.isEmpty else {
      return try pages.answer(codeForm.page(), request, context)
    }
    return try await enter(
      EnterCheckIn(code: nil, link: link), FormBody(values: [:], files: [:]), request, context)
  }

  private func type(_ request: Request, _ context: KynangContext) async throws -> Response {
    let body = try await pages.checkedBody(request, context)
    return try await enter(
      EnterCheckIn(code: body.values["code"]?.last ?? "", link: nil), body, request, context)
  }

  private func enter(
    _ entering: EnterCheckIn, _ sent: FormBody, _ request: Request, _ context: KynangContext
  ) async throws -> Response {
    do {
      let ticket = try await perform(entering, as: .visitor, context)
      return try pages.answer(form(of: ticket, context).page(), request, context)
    } catch let error as AppError where Self.isAnswerable(error) {
      return try refuse(error, codeForm, sent, request, context)
    }
  }

  private var codeForm: Form {
    Form(
      "check-in/code", fields: [FormField("code", input: "code", value: "")], content: [:],
      section: nil)
  }

  // MARK: Who it is

  private func arrive(_ request: Request, _ context: KynangContext) async throws -> Response {
    let body = try await pages.checkedBody(request, context)
    let ticket = body.values["ticket"]?.last ?? ""
    return try await answer(ticket, body, request, context) {
      try await perform(
        ArriveAtCheckIn(
          ticket: ticket, employeeCode: body.values["employeeCode"]?.last ?? "",
          fullName: body.values["fullName"]?.last ?? ""), as: .visitor, context)
    }
  }

  private func confirm(_ request: Request, _ context: KynangContext) async throws -> Response {
    guard let principal = employee(context) else { return Redirect.see("/check-in") }
    let body = try await pages.checkedBody(request, context)
    let ticket = body.values["ticket"]?.last ?? ""
    return try await answer(ticket, body, request, context) {
      try await perform(ConfirmCheckIn(ticket: ticket), as: principal, context)
    }
  }

  /// A ticket that is still good lets its holder try again; otherwise it begins with the code.
  private func answer(
    _ ticket: String, _ body: FormBody, _ request: Request, _ context: KynangContext,
    _ check: () async throws -> CheckedIn
  ) async throws -> Response {
    do {
      return try done(try await check(), context)
    } catch let error as AppError where Self.isAnswerable(error) {
      do {
        let held = try await perform(ShowCheckInTicket(ticket: ticket), as: .visitor, context)
        guard error.code == .invalidInput else {
          return try refuse(error, codeForm, body, request, context)
        }
        return try refuse(error, form(of: held, context), body, request, context)
      } catch let expired as AppError where Self.isAnswerable(expired) {
        return try refuse(expired, codeForm, body, request, context)
      }
    }
  }

  private func form(of ticket: CheckInTicket, _ context: KynangContext) -> Form {
    let words = Words(context.language)
    let half = words["attendance.\(ticket.halfDay.rawValue)"]
    var content: PageContent = [
      "course": ticket.courseTitle.text(english: words.isEnglish),
      "when": "\(half), \(words.date(ticket.heldOn))", "ticket": ticket.ticket,
    ]
    if employee(context) != nil, let name = context.visitor?.session?.displayName {
      content["known"] = ["name": name] as PageContent
    }
    return Form(
      "check-in/who",
      fields: [
        FormField("employeeCode", input: "employeeCode", value: ""),
        FormField("fullName", input: "fullName", value: ""),
      ], content: content, section: nil)
  }

  private func done(_ checked: CheckedIn, _ context: KynangContext) throws -> Response {
    let words = Words(context.language)
    let key = checked.wasMarkedBefore ? "check_in.marked_before" : "check_in.done"
    let sentence = words[
      key,
      [
        "half": words["attendance.\(checked.halfDay.rawValue)"].lowercased(),
        "day": words.date(checked.heldOn),
        "course": checked.courseTitle.text(english: words.isEnglish),
      ]]
    return try pages.land(Landing("/check-in/done", flash: .done(sentence)), context)
  }

  // MARK: Common

  /// Whoever signed in as an employee, who needs to say nothing more.
  private func employee(_ context: KynangContext) -> Principal? {
    guard let principal = context.visitor?.session?.principal, principal.role == .employee,
      principal.employeeID != nil
    else { return nil }
    return principal
  }

  private func perform<Task: Workflow>(
    _ task: Task, as principal: Principal, _ context: KynangContext
  ) async throws -> Task.Output {
    try await pages.site.app.perform(task, as: principal, request: .plain(id: context.requestID))
  }

  private static func isAnswerable(_ error: AppError) -> Bool {
    [.invalidInput, .conflict, .limitReached].contains(error.code)
  }

  private func refuse(
    _ error: AppError, _ form: Form, _ sent: FormBody, _ request: Request,
    _ context: KynangContext
  ) throws -> Response {
    try pages.answer(
      form.page(refused: sent, error, Words(context.language)), request, context)
  }
}
