import Foundation
import FoundationNetworking
import Localization
import WorkforceServer

struct APIRequest {
  let method: String
  /// With its query.
  let path: String
  let body: Data?
  let headers: [String: String]
}

struct APIAnswer {
  let body: Data
  let etag: String?
}

/// Speaks to a server on behalf of whoever signed in.
struct APIClient {
  static let tokenPath = "/v1/access-token"
  let url: String
  private let token: String?
  let words: Words
  private let session: URLSession

  /// Finds the server: `--url`, else KYNANG_URL, else the one last signed in to; and its token:
  /// KYNANG_TOKEN, else the kept one. Throws when there is no server to ask.
  init(url given: String?, words: Words) throws(CommandFailure) {
    let environment = ProcessInfo.processInfo.environment
    let kept = try Credentials.load(from: Credentials.path, words: words)
    guard let url = given ?? environment["KYNANG_URL"] ?? kept?.current else {
      throw CommandFailure(words["cli.not_signed_in"], ExitCodes.permission)
    }
    let address = try Self.normalised(url, words)
    self.init(
      address: address, token: environment["KYNANG_TOKEN"] ?? kept?.servers[address]?.token,
      words: words)
  }

  init(address: String, token: String?, words: Words) {
    url = address
    self.token = token
    self.words = words
    let configuration = URLSessionConfiguration.ephemeral
    configuration.timeoutIntervalForRequest = 300
    configuration.httpCookieStorage = nil
    session = URLSession(configuration: configuration)
  }

  /// Where to sign in: `--url`, else KYNANG_URL, else the service on this machine.
  static func address(_ given: String?, _ words: Words) throws(CommandFailure) -> String {
    let environment = ProcessInfo.processInfo.environment
    return try normalised(given ?? environment["KYNANG_URL"] ?? "http://127.0.0.1:8080", words)
  }

  static func normalised(_ url: String, _ words: Words) throws(CommandFailure) -> String {
    guard url.hasPrefix("http://") || url.hasPrefix("https://") else {
      throw CommandFailure(words["cli.bad_url"], ExitCodes.usage)
    }
    return url.hasSuffix("/") ? String(url.dropLast()) : url
  }

  /// The answer of a request that was done. Throws a failure for anything else.
  func send(_ request: APIRequest) async throws -> APIAnswer {
    guard let address = URL(string: url + request.path) else {
      throw CommandFailure(words["cli.bad_url"], ExitCodes.usage)
    }
    var prepared = URLRequest(url: address)
    prepared.httpMethod = request.method
    prepared.httpBody = request.body
    for (name, value) in request.headers { prepared.setValue(value, forHTTPHeaderField: name) }
    if request.body != nil {
      prepared.setValue("application/json", forHTTPHeaderField: "Content-Type")
    }
    prepared.setValue(words.language.rawValue, forHTTPHeaderField: "Accept-Language")
    if let token { prepared.setValue("Bearer \(token)", forHTTPHeaderField: "Authorization") }
    let (data, response) = try await exchanged(prepared, canRepeat: canRepeat(request))
    guard let http = response as? HTTPURLResponse else {
      throw CommandFailure(words["cli.strange_answer", ["url": url]], ExitCodes.unavailable)
    }
    guard (200..<300).contains(http.statusCode) else { throw failure(data, request, http) }
    return APIAnswer(body: data, etag: http.value(forHTTPHeaderField: "ETag"))
  }

  /// Sends texts by name and reads the answer.
  func post<Answer: Decodable>(_ path: String, _ fields: [String: String]) async throws -> Answer {
    let body = try JSONEncoder().encode(fields)
    let answer = try await send(APIRequest(method: "POST", path: path, body: body, headers: [:]))
    return try JSONDecoder().decode(Answer.self, from: answer.body)
  }

  /// Sends texts by name; what is answered does not matter.
  func post(_ path: String, _ fields: [String: String]) async throws {
    let body = try JSONEncoder().encode(fields)
    _ = try await send(APIRequest(method: "POST", path: path, body: body, headers: [:]))
  }

  /// The longest body that the server takes at an address; nil where it does not say.
  func bodyLimit(_ path: String) async throws -> Int? {
    guard let address = URL(string: url + path) else { return nil }
    var request = URLRequest(url: address)
    request.httpMethod = "OPTIONS"
    let (_, response) = try await exchanged(request, canRepeat: true)
    return (response as? HTTPURLResponse)?.value(forHTTPHeaderField: UploadLimit.field)
      .flatMap(UploadLimit.bytes)
  }

  /// A creating request carries a key under which it is done once, however often it is sent.
  private func canRepeat(_ request: APIRequest) -> Bool {
    request.method == "GET" || request.headers["Idempotency-Key"] != nil
  }

  private func exchanged(
    _ request: URLRequest, canRepeat: Bool
  ) async throws -> (Data, URLResponse) {
    do {
      return try await session.data(for: request)
    } catch let error as URLError where error.code == .networkConnectionLost && canRepeat {
      return try await exchanged(request, canRepeat: false)
    } catch {
      throw CommandFailure(words["cli.cannot_reach", ["url": url]], ExitCodes.unavailable)
    }
  }

  private func failure(
    _ data: Data, _ request: APIRequest, _ response: HTTPURLResponse
  ) -> CommandFailure {
    do {
      let problem = try JSONDecoder().decode(Problem.self, from: data)
      // A wrong password says so itself; a token that is missing or has ended needs the command.
      let isSignedOut = response.statusCode == 401 && request.path != Self.tokenPath
      return CommandFailure(
        problem, hint: isSignedOut ? words["cli.sign_in_first", ["url": url]] : nil, words: words)
    } catch {
      return CommandFailure(words["cli.strange_answer", ["url": url]], ExitCodes.unavailable)
    }
  }
}
