import Foundation
import HTTPTypes
import Hummingbird
import Localization
import NIOCore
import Workforce

/// A problem document in the words of one language. Source: RFC 9457.
package struct Problem: Codable, Sendable, Equatable {
  package struct Field: Codable, Sendable, Equatable {
    package let field: String
    package let rule: String
    package let message: String
  }

  /// `urn:kynang:problem:` and the rule that was broken.
  package let type: String
  package let title: String
  package let status: Int
  package let detail: String
  package let code: String
  package let errors: [Field]
  package let requestID: String

  package init(_ error: AppError, words: Words, requestID: String) {
    self.init(error, status: error.code.status, words: words, requestID: requestID)
  }

  init(_ error: AppError, status: HTTPResponse.Status, words: Words, requestID: String) {
    type = Self.type(of: error.rule)
    title = words["problem_title.\(error.code.rawValue)"]
    self.status = status.code
    detail = words.sentence(error.rule, error.parameters)
    code = error.code.rawValue
    errors = error.fieldErrors.map {
      Field(field: $0.field, rule: $0.rule, message: words.sentence($0.rule, $0.parameters))
    }
    self.requestID = requestID
  }

  package init(_ refusal: RequestRefusal, words: Words, requestID: String) {
    type = Self.type(of: refusal.rule)
    title = words[refusal.titleKey]
    status = refusal.status.code
    detail = words.sentence(refusal.rule, refusal.parameters)
    code = refusal.code
    errors = []
    self.requestID = requestID
  }

  private static func type(of rule: String) -> String {
    "urn:kynang:problem:\(rule)"
  }

  func response(headers extra: HTTPFields) throws -> Response {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    var headers = extra
    headers[.contentType] = "application/problem+json"
    headers[.cacheControl] = "no-store"
    return Response(
      status: HTTPResponse.Status(code: status), headers: headers,
      body: ResponseBody(byteBuffer: ByteBuffer(bytes: try encoder.encode(self))))
  }
}

extension Words {
  /// The sentence of a rule. Rules of the core are `error.…`; those keys title the pages of errors,
  /// so their sentences stand under `problem.…`. Other rules are their own key.
  package func sentence(_ rule: String, _ parameters: [String: String]) -> String {
    let key = rule.hasPrefix("error.") ? "problem." + rule.dropFirst("error.".count) : rule
    var filled = parameters
    if let noun = parameters["noun"] {
      filled["noun"] = self["noun.\(noun.replacing("_", with: "-"))"]
    }
    for name in ["article", "articles"] { filled[name] = parameters[name].map(citation) }
    for name in ["ceiling", "lowest", "highest", "most"] {
      filled[name] = parameters[name].map { text in Int(text).map { number($0) } ?? text }
    }
    filled["decimals"] = parameters["decimals"].map(decimals)
    return self[key, filled]
  }

  /// A number with a comma before its decimals, with the sign of the language.
  package func decimals(_ text: String) -> String {
    switch language {
    case .vi: text
    case .en: text.replacing(",", with: ".")
    }
  }
}
