import Localization
import Workforce

/// What is handed over to somebody who was invited: shown once, to print or to copy.
struct InvitationSlip {
  let name: String
  let login: String
  let role: Role
  let place: String
  let back: RecordLink
  var subtitle = ""

  func page(_ issued: IssuedInvitation, _ visit: Visit, section: Section) -> PageView {
    let words = visit.words
    var content: PageContent = [
      "name": name, "subtitle": subtitle, "backURL": back.url,
      "backLabel": back.label, "code": issued.code,
      "login": login, "role": words[role.wordKey], "place": place,
      "address": "\(visit.origin)/invitation",
      "link": "/invitation/\(QueryText.encode(issued.code))",
      "linkText": "\(visit.origin)/invitation/\(QueryText.encode(issued.code))",
      "expires": words.date(issued.expiresAt),
    ]
    if issued.hasPassword { content["hasPassword"] = true }
    return PageView("people/invited", content, section: section)
  }
}
