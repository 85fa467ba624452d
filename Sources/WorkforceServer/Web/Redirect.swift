import HTTPTypes
import Hummingbird

enum Redirect {
  /// To be read with GET, so that reloading the next page sends nothing again.
  static func see(_ url: String) -> Response {
    Response(status: .seeOther, headers: [.location: url, .cacheControl: "no-store"])
  }

  /// To be asked in the same way: a form is sent there once more.
  static func again(_ url: String) -> Response {
    Response(status: .temporaryRedirect, headers: [.location: url, .cacheControl: "no-store"])
  }

  /// An address of ours, or the start page: nobody is sent to another site from here.
  static func local(_ url: String?) -> String {
    guard let url, url.hasPrefix("/"), !url.hasPrefix("//"), !url.contains("\\"),
      url.unicodeScalars.allSatisfy({ $0.value > 32 && $0.value != 127 })
    else { return "/" }
    return url
  }
}
