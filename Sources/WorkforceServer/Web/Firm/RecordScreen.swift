import Foundation
import Localization
import Workforce

/// One record of the firm with everything that was ever said of it: what stands now, what may be done
/// about it, and its revisions with their reasons, latest first.
struct RecordScreen {
  struct Revision {
    let title: String
    let detail: String?
    /// When and by whom.
    let recorded: String
    let reason: String?
    let isVoid: Bool
  }

  struct Action {
    let url: String
    let label: String
    var isMain = false
  }

  let title: String
  let tab: FirmTab
  let facts: [(term: String, text: String?)]
  let actions: [Action]
  let revisions: [Revision]

  func page(_ visit: Visit) -> PageView {
    var content: PageContent = [
      "title": title, "backURL": tab.url, "back": visit.words["firm.tab_\(tab.rawValue)"],
      "facts": facts.compactMap { fact -> PageContent? in
        guard let text = fact.text, !text.isEmpty else { return nil }
        return ["term": fact.term, "text": text]
      },
      "revisions": revisions.enumerated().map { index, one -> PageContent in
        var row: PageContent = [
          "title": one.title, "recorded": one.recorded, "isVoid": one.isVoid,
          "counts": index == 0 && !one.isVoid,
        ]
        row["detail"] = one.detail
        row["reason"] = one.reason
        return row
      },
    ]
    // What was taken back is read and no longer changed.
    if revisions.first?.isVoid == true {
      content["isVoid"] = true
    } else {
      content["actions"] = actions.map { action -> PageContent in
        ["url": action.url, "label": action.label, "isMain": action.isMain]
      }
    }
    return PageView("firm/record", content, section: .indicators)
  }
}

/// A form that takes a record back, and asks why.
struct VoidForm {
  let title: String
  let subject: String
  let url: String
  let tab: FirmTab

  var form: Form {
    Form(
      "firm/void", fields: [FormField("reason", input: "reason", value: "")],
      content: ["title": title, "subject": subject, "action": "\(url)/void", "backURL": url],
      section: .indicators)
  }
}
