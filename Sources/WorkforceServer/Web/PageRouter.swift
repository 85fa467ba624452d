import HTTPTypes
import Hummingbird
import Localization
import Workforce

/// Where a person is sent after a form was accepted, and what the next page tells them.
package struct Landing: Sendable {
  package let url: String
  package let flash: Flash?

  package init(_ url: String, flash: Flash?) {
    self.url = url
    self.flash = flash
  }
}

/// What a form that draws itself answers with: another page, or itself with what is wrong.
package enum PageAnswer: Sendable {
  case land(Landing)
  case show(PageView)
}

/// Adds pages: `pages.get("/people", section: .people) { visit in … }`.
///
/// Who has not signed in is sent to do so; forms carry a token that is checked before anything else;
/// what a use case refuses comes back as the same form with its fields marked.
package struct PageRouter {
  let responder: PageResponder
  let router: RouterGroup<KynangContext>

  /// A page that only shows.
  package func get(
    _ path: String, _ show: @escaping @Sendable (Visit) async throws -> PageView
  ) {
    router.get(RouterPath(path)) { [responder] request, context in
      try await responder.visiting(request, context) { visit in
        return try responder.answer(try await show(visit), request, context)
      }
    }
  }

  /// A page that may have moved.
  package func get(
    answering path: String, _ show: @escaping @Sendable (Visit) async throws -> PageAnswer
  ) {
    router.get(RouterPath(path)) { [responder] request, context in
      try await responder.visiting(request, context) { visit in
        switch try await show(visit) {
        case .land(let landing): return try responder.land(landing, context)
        case .show(let page): return try responder.answer(page, request, context)
        }
      }
    }
  }

  /// Anything else behind a sign-in: a file to download, a drawing.
  package func get(
    raw path: String, _ show: @escaping @Sendable (Visit) async throws -> Response
  ) {
    router.get(RouterPath(path)) { [responder] request, context in
      try await responder.visiting(request, context) { visit in
        return try await show(visit)
      }
    }
  }

  /// A page with a form that posts to its own address.
  package func form(
    _ path: String, _ show: @escaping @Sendable (Visit) async throws -> Form,
    submit: @escaping @Sendable (Visit, Submission) async throws -> Landing
  ) {
    get(path) { try await show($0).page() }
    router.post(RouterPath(path)) { [responder] request, context in
      try await responder.visiting(request, context) { visit in
        let body = try await responder.checkedBody(request, context)
        let form = try await show(visit)
        do {
          let submission = Submission(body: body, form: form, path: visit.path)
          return try responder.land(try await submit(visit, submission), context)
        } catch let error as AppError where error.code == .invalidInput || error.code == .conflict {
          return try responder.answer(
            form.page(refused: body, error, visit.words), request, context)
        }
      }
    }
  }

  /// A button: acts, then shows another page.
  package func post(
    _ path: String, _ act: @escaping @Sendable (Visit, Submission) async throws -> Landing
  ) {
    router.post(RouterPath(path)) { [responder] request, context in
      try await responder.visiting(request, context) { visit in
        let body = try await responder.checkedBody(request, context)
        let submission = Submission(body: body, form: nil, path: visit.path)
        return try responder.land(try await act(visit, submission), context)
      }
    }
  }

  /// A form that a script may also send piece by piece: asked for JSON, the answer is that it is done
  /// and nothing else, so that the script knows it from a page.
  package func post(
    quietly path: String, _ act: @escaping @Sendable (Visit, Submission) async throws -> Landing
  ) {
    router.post(RouterPath(path)) { [responder] request, context in
      try await responder.visiting(request, context) { visit in
        let body = try await responder.checkedBody(request, context)
        let submission = Submission(body: body, form: nil, path: visit.path)
        let landing = try await act(visit, submission)
        guard request.headers[.accept]?.hasPrefix("application/json") == true else {
          return try responder.land(landing, context)
        }
        return Response(status: .noContent, headers: [.cacheControl: "no-store"])
      }
    }
  }

  /// A form answered with a page instead of a redirect: a preview, a dry run.
  package func post(
    showing path: String,
    _ act: @escaping @Sendable (Visit, Submission) async throws -> PageView
  ) {
    router.post(RouterPath(path)) { [responder] request, context in
      try await responder.visiting(request, context) { visit in
        let body = try await responder.checkedBody(request, context)
        let submission = Submission(body: body, form: nil, path: visit.path)
        return try responder.answer(try await act(visit, submission), request, context)
      }
    }
  }

  /// A form whose fields are rows of a list, which draws itself again when it is refused.
  package func post(
    answering path: String,
    _ act: @escaping @Sendable (Visit, Submission) async throws -> PageAnswer
  ) {
    router.post(RouterPath(path)) { [responder] request, context in
      try await responder.visiting(request, context) { visit in
        let body = try await responder.checkedBody(request, context)
        let submission = Submission(body: body, form: nil, path: visit.path)
        switch try await act(visit, submission) {
        case .land(let landing): return try responder.land(landing, context)
        case .show(let page): return try responder.answer(page, request, context)
        }
      }
    }
  }
}
