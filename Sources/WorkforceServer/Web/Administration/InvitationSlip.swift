import Localization
import Workforce

/// What is handed over to somebody who was invited: shown once, to print or to copy.
struct InvitationSlip {
  let name: String
  let login: String
  let role: Role
  let place: String
  let backURL: String
  var subtitle = ""

  func page(_ issued: IssuedInvitation, _ words: Words, section: Section) -> PageView {
    var content: PageContent = [
      "name": name, "subtitle": subtitle, "backURL": backURL, "code": issued.code,
      "login": login, "role": words[role.wordKey], "place": place,
      "link": "/invitation/\(QueryText.encode(issued.code))",
      "expires": words.date(issued.expiresAt),
    ]
    if issued.hasPassword { content["hasPassword"] = true }
    return PageView("people/invited", content, section: section)
  }
}
