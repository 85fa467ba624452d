import Foundation
import TestSupport
import Testing

/// The program and its database killed while people write.
@Suite struct KillTests {
  @Test func noAcknowledgedWriteIsLostAndNoneIsDoubled() async throws {
    let program = try RunningProgram(holding: .demo)
    try await program.start()
    let token = try await program.tokenOfHR()
    let acknowledged = TestBox<[String]>([])
    let enough = TestBox(false)

    try await withThrowingTaskGroup(of: Void.self) { group in
      for writer in 1...4 {
        group.addTask {
          var number = 0
          while !enough.value {
            number += 1
            let code = "K\(writer)-\(number)"
            try await program.create(code, token)
            acknowledged.change { $0.append(code) }
          }
        }
      }
      for _ in 1...2 {
        try await program.waitForMore(than: acknowledged.value.count + 10, acknowledged)
        try program.killDatabase()
        try await program.waitForMore(than: acknowledged.value.count + 10, acknowledged)
        try await program.kill()
        try await program.start()
      }
      try await program.waitForMore(than: acknowledged.value.count + 10, acknowledged)
      enough.value = true
      try await group.waitForAll()
    }
    let written = try await program.codes(token)
    try await program.stop()

    let wanted = acknowledged.value
    #expect(wanted.count >= 50)
    #expect(written.filter { $0.hasPrefix("K") }.sorted() == wanted.sorted())
  }
}

extension RunningProgram {
  fileprivate func tokenOfHR() async throws -> String {
    let line = try #require(
      announcement.split(separator: "\n").first { $0.firstMatch(of: /\s(hr|HR)\s/) != nil })
    let words = line.split(separator: " ", omittingEmptySubsequences: true)
    let answer = try #require(
      await answer(
        "POST", "/v1/access-token", headers: [:],
        body: ["login": String(words[0]), "password": String(words[1]), "label": "kill"]))
    let object = try JSONSerialization.jsonObject(with: answer.body) as? [String: Any]
    return try #require(object?["token"] as? String)
  }

  /// Asks again with the same key until somebody says that it is done.
  fileprivate func create(_ code: String, _ token: String) async throws {
    while true {
      let answer = await answer(
        "POST", "/v1/employees",
        headers: ["Authorization": "Bearer \(token)", "Idempotency-Key": "kill-\(code)"],
        body: ["code": code, "fullName": "Nguyễn Văn An", "startsOn": "2026-01-05"])
      switch answer?.status {
      case 201: return
      case nil, 503: try await Task.sleep(for: .milliseconds(100))
      case .some(let status):
        Issue.record("a request was answered with \(status)")
        return
      }
    }
  }

  fileprivate func waitForMore(than count: Int, _ acknowledged: TestBox<[String]>)
    async throws
  {
    while acknowledged.value.count <= count {
      try await Task.sleep(for: .milliseconds(20))
    }
  }

  fileprivate func codes(_ token: String) async throws -> [String] {
    var codes: [String] = []
    var after = ""
    repeat {
      let answer = try #require(
        await answer(
          "GET", "/v1/employees?limit=500" + after,
          headers: ["Authorization": "Bearer \(token)"], body: nil))
      let object = try JSONSerialization.jsonObject(with: answer.body) as? [String: Any]
      let items = try #require(object?["items"] as? [[String: Any]])
      codes += items.compactMap { $0["code"] as? String }
      after = (object?["next"] as? String).map { "&after=\($0)" } ?? ""
    } while !after.isEmpty
    return codes
  }
}

/// The program killed while it applies a file: all of it is written or nothing, and the file says which.
@Suite struct ImportKillTests {
  @Test(arguments: [60, 200, 600])
  func aFileIsWrittenWholeOrNotAtAll(_ milliseconds: Int) async throws {
    let program = try RunningProgram(holding: .demo)
    try await program.start()
    let token = try await program.tokenOfHR()
    let before = try await program.codes(token).count
    let rows = 6_000
    let lines = (1...rows).map { "Z\($0);Mạc Nghiêm Quản;;;01/02/2025" }
    let file = (["Mã nhân viên;Họ và tên;Đơn vị;Chức danh;Ngày vào làm"] + lines)
      .joined(separator: "\n")
    var seen = try await program.asked(
      "POST", "/v1/imports", token,
      [
        "kind": "staff", "fileName": "nhan-su.csv", "file": Data(file.utf8).base64EncodedString(),
      ])
    let id = try #require(seen["importId"] as? String)
    while seen["state"] as? String == "reading" {
      try await Task.sleep(for: .milliseconds(100))
      seen = try await program.asked("GET", "/v1/imports/\(id)", token, nil)
    }
    #expect(seen["createCount"] as? Int == rows)

    _ = try await program.asked(
      "POST", "/v1/imports/\(id)/apply", token, ["allOrNothing": "true"])
    try await Task.sleep(for: .milliseconds(milliseconds))
    try await program.kill()
    try await program.start()
    let after = try await program.codes(token).count
    let shown = try await program.asked("GET", "/v1/imports/\(id)", token, nil)
    try await program.stop()

    let state = try #require(shown["state"] as? String)
    #expect(["applying", "applied"].contains(state))
    #expect(after == before + (state == "applied" ? rows : 0))
  }
}

extension RunningProgram {
  fileprivate func asked(
    _ method: String, _ path: String, _ token: String, _ body: [String: String]?
  ) async throws -> [String: Any] {
    let answer = try #require(
      await answer(method, path, headers: ["Authorization": "Bearer \(token)"], body: body))
    let object = try JSONSerialization.jsonObject(with: answer.body) as? [String: Any]
    return try #require(object)
  }
}
