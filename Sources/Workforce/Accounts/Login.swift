/// The name or e-mail under which an account signs in: small letters, digits and `. _ - + @`.
struct Login: Sendable, Hashable {
  let text: String

  /// As it is typed at sign-in; what cannot be one finds nobody.
  init(typed text: String) {
    self.text = text.tidied.lowercased()
  }

  static func check(_ typed: String, _ problems: inout Problems) {
    let login = Login(typed: typed)
    if !(3...200).contains(login.text.utf8.count) {
      problems.add("login", "account.login_length")
    } else if !login.text.utf8.allSatisfy(isAllowed) {
      problems.add("login", "account.login_characters")
    } else if login.text.looksLikeCitizenNumber {
      problems.add("login", "organisation.citizen_number")
    }
  }

  private static func isAllowed(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
      UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "+"),
      UInt8(ascii: "@"):
      true
    default: false
    }
  }
}
