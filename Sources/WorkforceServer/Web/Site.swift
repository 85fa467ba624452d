import Foundation
import HTTPTypes
import Hummingbird
import Localization
import NIOCore
import Workforce

/// What every page needs: the product, its templates and who looks.
package struct Site: Sendable {
  package let app: App
  let templates: TemplateLibrary
  let assets: Assets
  let authentication: Authentication
  let cookies: PageCookies
  let bodyLimit: Int
  /// Without a slash at its end; nil for wherever a browser found the service.
  var publicURL: String?
  var navigation = Navigation()

  /// A page within the layout. Throws `internalError` when the template does not exist.
  func response(
    _ page: PageView, request: Request, context: KynangContext, flash: Flash?
  ) throws -> Response {
    var content = frame(request, context, section: page.section)
    if let flash {
      content["hasFlashes"] = true
      content["flashes"] = [flash.content]
    }
    content.merge(page.content) { $1 }
    guard let html = templates.render(page.template, content, in: context.language) else {
      throw AppError(.internalError, "error.internal")
    }
    let headers: HTTPFields = [
      .contentType: "text/html; charset=utf-8", .cacheControl: "no-store",
      .contentLanguage: context.language.rawValue, .vary: "Accept-Language, Cookie",
    ]
    return Response(
      status: page.status, headers: headers,
      body: ResponseBody(byteBuffer: ByteBuffer(string: html)))
  }

  /// What the layout shows around every page.
  private func frame(
    _ request: Request, _ context: KynangContext, section: Section?
  ) -> PageContent {
    let words = Words(context.language)
    let other: Language = context.language == .vi ? .en : .vi
    let here = request.head.method == .get ? request.uri.string : request.uri.path
    var content: PageContent = [
      "lang": context.language.rawValue, "isVi": context.language == .vi,
      "assets": assets.base, "homeURL": "/",
      "otherLanguageURL": "/language/\(other.rawValue)?next=\(QueryText.encode(here))",
    ]
    guard let visitor = context.visitor else { return content }
    content["csrf"] = visitor.formToken
    guard let session = visitor.session else { return content }
    var user: PageContent = ["displayName": session.displayName, "signOutURL": "/sign-out"]
    user["place"] = session.placeName ?? ""
    user["role"] = session.principal.map { words[$0.role.wordKey] } ?? ""
    user["switchURL"] = "/places"
    if session.principal != nil {
      user["accountURL"] = "/account"
      user["referenceURL"] = "/reference"
    }
    content["user"] = user
    if let principal = session.principal {
      content["nav"] = navigation.content(for: principal.role, current: section)
    }
    return content
  }
}

extension Role {
  /// The words of the role as people call it.
  package var wordKey: String {
    switch self {
    case .officer: "role.programme_officer"
    case .hr, .trainer, .manager, .director, .employee, .administrator: "role.\(rawValue)"
    }
  }
}

/// A template and what fills it.
package struct PageView: Sendable {
  package let template: String
  package let content: PageContent
  package let section: Section?
  package let status: HTTPResponse.Status

  package init(
    _ template: String, _ content: PageContent, section: Section?,
    status: HTTPResponse.Status = .ok
  ) {
    self.template = template
    self.content = content
    self.section = section
    self.status = status
  }
}
