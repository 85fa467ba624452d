import Foundation
import Localization
import Workforce

/// What `up` tells the person at the terminal once the service listens.
struct Welcome: Sendable {
  enum Way: Sendable {
    /// A demo was loaded just now, or its passwords were renewed.
    case signIns([SignInLine])
    /// A demo whose passwords were shown on an earlier start.
    case demoAgain
    /// Nobody administers the installation yet.
    case administratorCode(String)
    case inUse
  }

  let way: Way

  func text(address: String, _ words: Words) -> String {
    var text = words["running.listening", ["url": address]] + "\n"
    switch way {
    case .signIns(let lines):
      text += "\n" + SignInLine.table(lines, words) + "\n" + words["running.passwords_once"] + "\n"
    case .demoAgain:
      text += words["running.demo_again"] + "\n"
    case .administratorCode(let code):
      text +=
        words[
          "running.administrator_code",
          [
            "login": FirstAdministrator.login, "code": code, "url": "\(address)/invitation",
            "command": "kynang accept-invitation --url \(address)",
          ]] + "\n"
    case .inUse:
      break
    }
    return text + words["running.how_to_stop"] + "\n"
  }
}
