import Foundation
import Localization
import Workforce
import WorkforceServer

/// One call of an operation: puts the input together, asks the server and prints its answer.
struct OperationRun {
  let operation: Operation
  let values: [String: GivenValue]
  let call: Call

  func run() async throws {
    let words = Invocation.words
    try ColumnChoice(names: call.options.wantedColumns, shape: operation.output).check(words)
    let files = InputFiles(words: words)
    let isTyped = call.options.input == nil
    let values = isTyped ? SecretInput(operation).asked(self.values, words) : self.values
    var object = try CommandInput(operation: operation, files: files)
      .object(values, input: call.options.input)
    let client = try APIClient(url: call.options.url, words: words)
    try confirm(words)
    let path = try path(&object, words)
    let panel = PanelOutput(
      operation.name, call.options.format, path: call.options.output, words: words)
    let list = panel == nil ? try listFile(words) : nil
    let progress = Progress(words["cli.working"])
    defer { progress.stop() }
    if let list {
      object["format"] = list.format.rawValue
      let answer = try await client.send(try await request(client, path, object))
      progress.stop()
      try list.write(answer.body, words)
      return
    }
    if operation.route.method == .get, operation.isPage, call.isRaised(.all) {
      let answer = try await everyPage(client, path, object, progress)
      progress.stop()
      try print(answer, words)
      return
    }
    var answer = try await client.send(try await request(client, path, object)).body
    let watching = Watching(client: client, words: words, progress: progress)
    if isWatched { answer = try await ImportWatch(watching).finished(answer) }
    if call.isRaised(.watch), case .texts(let ids)? = values["studyId"], let study = ids.first {
      return try await watch(study, watching, words)
    }
    let refused = try await refusals(in: answer, client, words)
    progress.stop()
    if let panel { return try panel.give(answer) }
    try print(answer, words)
    if let refused { throw CommandFailure(lines: refused, exitCode: ExitCodes.input) }
  }

  /// Whether the command waits until the work that it began is done.
  private var isWatched: Bool {
    [PreviewImport.name, ApplyImport.name].contains(operation.name)
      || (operation.name == ShowImport.name && call.isRaised(.watch))
  }

  private func watch(_ study: String, _ watching: Watching, _ words: Words) async throws {
    let watch = StudyWatch(watching)
    let body = try await watch.finished(study)
    watching.progress.stop()
    guard let show = KnownOperations.named(ShowStudy.name) else { return }
    try OperationRun(operation: show, values: [:], call: call).print(body, words)
    if let failure = try watch.failure(in: body) {
      throw CommandFailure(failure, ExitCodes.input)
    }
  }

  /// Why nothing at all of what was sent was taken; nil when something was.
  private func refusals(
    in answer: Data, _ client: APIClient, _ words: Words
  ) async throws -> [String]? {
    guard operation.route.method != .get || isWatched else { return nil }
    let refusals = Refusals(words: words)
    let object = try JSONSerialization.jsonObject(with: answer, options: .fragmentsAllowed)
    guard let summary = object as? [String: Any], let id = summary["importId"] as? String,
      let count = summary["errorCount"] as? Int, count > 0, count == summary["rowCount"] as? Int
    else { return refusals.sentences(in: object) }
    let rows = try await client.send(
      APIRequest(
        method: "GET", path: "/v1/imports/\(id)/rows?verdict=error&limit=\(Refusals.most)",
        body: nil, headers: [:]))
    let page = try JSONSerialization.jsonObject(with: rows.body) as? [String: Any]
    return refusals.sentences(of: page?["items"] as? [[String: Any]] ?? [], total: count)
  }

  /// The file that a list goes to; nil when it is to be printed.
  private func listFile(_ words: Words) throws(CommandFailure) -> ListFile? {
    let format = call.options.format ?? .table
    guard format == .xlsx || call.options.output != nil else { return nil }
    guard let path = call.options.output, operation.isFile,
      let list = ListFile(path: path, format: format)
    else { throw CommandFailure(words["cli.output_for_lists"], ExitCodes.usage) }
    return list
  }

  private func request(
    _ client: APIClient, _ path: String, _ object: [String: Any]
  ) async throws -> APIRequest {
    let method = operation.route.method.rawValue.uppercased()
    guard operation.route.method != .get else {
      return APIRequest(method: method, path: path + Self.query(object), body: nil, headers: [:])
    }
    var headers: [String: String] = [:]
    if operation.route.method == .post {
      headers["Idempotency-Key"] = call.text(.idempotencyKey) ?? UUID().uuidString.lowercased()
    }
    if operation.requiresMatch {
      headers["If-Match"] = try await match(client, path)
    }
    try await refuseTooLong(RequestBody.leastBytes(object), client, path)
    return APIRequest(
      method: method, path: path, body: try RequestBody.json(object), headers: headers)
  }

  /// Asks whether a long body would be taken, rather than send it to be refused.
  private func refuseTooLong(
    _ leastBytes: Int, _ client: APIClient, _ path: String
  ) async throws {
    guard leastBytes > 1 << 20, let limit = try await client.bodyLimit(path), leastBytes > limit
    else { return }
    throw CommandFailure(
      Problem(RequestRefusal.bodyTooLarge(limit: limit), words: client.words, requestID: ""),
      hint: nil, words: client.words)
  }

  /// The version given, else the present one: whoever gives none changes what is there now.
  private func match(_ client: APIClient, _ path: String) async throws -> String {
    if let given = call.text(.ifMatch) { return given.hasPrefix("\"") ? given : "\"\(given)\"" }
    let shown = KnownOperations.named("\(operation.noun).show")
    guard shown?.route.path == operation.route.path else { return "*" }
    let answer = try await client.send(
      APIRequest(method: "GET", path: path, body: nil, headers: [:]))
    return answer.etag ?? "*"
  }

  /// The path with its fields filled, which leave the object.
  private func path(
    _ object: inout [String: Any], _ words: Words
  ) throws(CommandFailure) -> String {
    var path = "/v1"
    for part in operation.route.path.split(separator: "/") {
      guard part.hasPrefix("{") else {
        path += "/\(part)"
        continue
      }
      let name = String(part.dropFirst().dropLast())
      guard let value = object.removeValue(forKey: name) else {
        let option = operation.input.fields.first { $0.name == name }
          .map { CommandField($0).option }
        throw CommandFailure(
          "--\(option ?? name): \(words["field.required"])", ExitCodes.input)
      }
      path += "/" + Self.escaped("\(value)")
    }
    return path
  }

  private static func query(_ object: [String: Any]) -> String {
    let pairs = object.sorted { $0.key < $1.key }.flatMap { name, value in
      (value as? [Any] ?? [value]).map { "\(name)=\(escaped(text(of: $0)))" }
    }
    return pairs.isEmpty ? "" : "?" + pairs.joined(separator: "&")
  }

  private static func text(of value: Any) -> String {
    if let truth = value as? Bool { return truth ? "true" : "false" }
    return "\(value)"
  }

  private static func escaped(_ text: String) -> String {
    let plain = CharacterSet(
      charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
    return text.addingPercentEncoding(withAllowedCharacters: plain) ?? ""
  }

  private func everyPage(
    _ client: APIClient, _ path: String, _ object: [String: Any], _ progress: Progress
  ) async throws -> Data {
    var object = object
    var items: [Any] = []
    while true {
      let answer = try await client.send(
        APIRequest(method: "GET", path: path + Self.query(object), body: nil, headers: [:]))
      let page = try JSONSerialization.jsonObject(with: answer.body) as? [String: Any]
      items += page?["items"] as? [Any] ?? []
      progress.say(Invocation.words["cli.working_pages", ["count": "\(items.count)"]])
      guard let next = page?["next"] as? String else { break }
      object["after"] = next
    }
    return try JSONSerialization.data(
      withJSONObject: ["items": items, "next": NSNull()], options: [.sortedKeys])
  }

  private func print(_ body: Data, _ words: Words) throws {
    let format = call.options.format ?? .table
    if format == .table, call.options.wantedColumns == nil,
      let text = try StudyText(words: words).text(of: operation.name, body)
    {
      return Terminal.write(text)
    }
    try AnswerPrinter(
      operation: operation, format: format, columns: call.options.wantedColumns, words: words
    ).print(body)
  }

  private func confirm(_ words: Words) throws(CommandFailure) {
    guard operation.isGrave, !call.isRaised(.yes) else { return }
    let name = "kynang \(operation.noun) \(operation.verb)"
    guard Terminal.canAsk else {
      throw CommandFailure(words["cli.not_confirmed"], ExitCodes.usage)
    }
    let answer = Terminal.ask(words["cli.confirm", ["operation": name]])
    guard ["y", "yes", "c", "có", "co"].contains(answer?.lowercased() ?? "") else {
      throw CommandFailure(words["cli.not_confirmed"], ExitCodes.usage)
    }
  }
}
