import Foundation
import Synchronization
import Testing

/// The real program against a real server.
struct BinaryTests {
  @Test func aPersonSignsInCreatesAndLists() async throws {
    try await withServer { program in
      let signedIn = try await program.run(
        ["sign-in", "--login", "phuong", "--password-stdin"], input: "một câu dễ nhớ\n")
      let created = try await program.run([
        "course", "create", "--code", "BT1", "--title", "Bảng tính", "--mode", "classroom",
        "--field-language", "vi", "--duration-hours", "8", "--price-vnd", "1500000",
        "--required-attendance-pct", "80", "--is-published", "--outcomes", "[]",
        "--prerequisites", "[]", "--format", "json",
      ])
      let table = try await program.run(["course", "list", "--search", "bang tinh"])
      let csv = try await program.run(
        ["course", "list", "--search", "bang tinh", "--format", "csv"])

      #expect(signedIn.exitCode == 0, "\(signedIn.errors)")
      #expect(created.exitCode == 0, "\(created.errors)")
      #expect(created.output.contains("\"code\" : \"BT1\""))
      #expect(table.output.contains("Bảng tính"))
      #expect(table.output.contains("1.500.000\u{A0}₫"))
      #expect(!table.output.contains("\u{1B}"))
      #expect(csv.output.contains("BT1,"))
    }
  }

  @Test func aTokenThatCannotBeRevokedIsForgottenAndSaidToRemain() async throws {
    let kept = Mutex<Program?>(nil)
    try await withServer { program in
      _ = try await program.run(
        ["sign-in", "--login", "phuong", "--password-stdin"], input: "một câu dễ nhớ\n")
      kept.withLock { $0 = program }
    }
    let program = try #require(kept.withLock { $0 })
    let alone = try await program.run(["sign-out", "--language", "en"], token: nil)
    let next = try await program.run(["sign-out", "--language", "en"], token: nil)

    #expect(alone.exitCode == 69)
    #expect(alone.errors.contains("still works at \(program.url)"))
    #expect(next.errors == "No token is kept.\n")
  }

  @Test func theVersionIsSaidEitherWay() async throws {
    let program = try Program(url: "http://127.0.0.1:1")
    let flag = try await program.run(["--version"])
    let command = try await program.run(["version"])

    #expect(flag.output.hasPrefix("kynang ") && flag.exitCode == 0)
    #expect(command.output == flag.output)
  }

  @Test func aChangeIsMadeOnThePresentVersionUnlessToldOtherwise() async throws {
    try await withServer { program in
      let id = try await program.createdCourse()
      let changed = try await program.run(
        ["course", "change", "--course-id", id, "--price-vnd", "5"])
      let stale = try await program.run(
        ["course", "change", "--course-id", id, "--price-vnd", "6", "--if-match", "1"])

      #expect(changed.exitCode == 0, "\(changed.errors)")
      #expect(stale.exitCode == 65)
    }
  }

  @Test func whatIsWrongIsSaidByOptionInTheReadersLanguage() async throws {
    try await withServer { program in
      let here = try await program.run(
        ["course", "list", "--limit", "many", "--language", "vi"])
      let there = try await program.run(["course", "list", "--limit", "0", "--language", "en"])
      let missing = try await program.run(["course", "show", "--language", "vi"])
      let unknown = try await program.run(
        ["course", "show", "--course-id", UUID().uuidString, "--language", "vi"])

      #expect(here.exitCode == 65)
      #expect(here.errors == "--limit: Phải là số nguyên.\n")
      #expect(there.exitCode == 65)
      #expect(there.errors.contains("--limit: "))
      #expect(missing.exitCode == 65)
      #expect(missing.errors == "--course-id: Cần nhập mục này.\n")
      #expect(unknown.exitCode == 66)
      #expect(here.output.isEmpty && unknown.output.isEmpty)
    }
  }

  @Test func whoIsNotKnownIsToldToSignIn() async throws {
    try await withServer { program in
      let answer = try await program.run(["course", "list"], token: "unknown")
      #expect(answer.exitCode == 77)
    }
  }

  @Test func aServerThatIsNotThereIsUnavailable() async throws {
    let program = try Program(url: "http://127.0.0.1:9")
    let answer = try await program.run(["course", "list", "--language", "en"])
    #expect(answer.exitCode == 69)
    #expect(answer.errors.contains("http://127.0.0.1:9"))
  }

  @Test func aStaffListIsNamedAndShownBeforeItIsApplied() async throws {
    let path = NSTemporaryDirectory() + "kynang-staff-\(UUID().uuidString).csv"
    try "Mã nhân viên,Họ và tên,Ngày vào làm\nM01,Nguyễn Văn Mới,01/11/2026\n".write(
      toFile: path, atomically: true, encoding: .utf8)
    try await withServer { program in
      let shown = try await program.run(
        ["employee", "import", path, "--dry-run", "--format", "json"])
      let before = try await program.run(["employee", "list", "--search", "van moi"])
      let applied = try await program.run(["employee", "import", path, "--format", "json"])
      let after = try await program.run(["employee", "list", "--search", "van moi"])

      #expect(shown.exitCode == 0, "\(shown.errors)")
      #expect(shown.output.contains("\"created\" : 1"))
      #expect(shown.output.contains(NSString(string: path).lastPathComponent))
      #expect(!before.output.contains("M01"))
      #expect(applied.exitCode == 0, "\(applied.errors)")
      #expect(after.output.contains("M01"))
    }
  }

  @Test func aFileThatIsNotThereIsNamed() async throws {
    let program = try Program(url: "http://127.0.0.1:9")
    let answer = try await program.run(["course", "list", "--input", "/nowhere.json"])
    #expect(answer.exitCode == 66)
    #expect(answer.errors.contains("/nowhere.json"))
  }

  @Test func whatCannotBeUndoneIsNotDoneWithoutAsking() async throws {
    let program = try Program(url: "http://127.0.0.1:9")
    let answer = try await program.run([
      "assessment", "void", "--assessment-id", UUID().uuidString, "--reason", "x",
    ])
    #expect(answer.exitCode == 64)
  }

  @Test func usageErrorsSuggestAndExitAsSuch() async throws {
    let program = try Program(url: "http://127.0.0.1:9")
    let option = try await program.run(["course", "list", "--serch", "x"])
    let verb = try await program.run(["course", "lst", "--language", "en"])
    #expect(option.exitCode == 64)
    #expect(option.errors.contains("--search"))
    #expect(verb.exitCode == 64)
    #expect(verb.errors.contains("course list"))
  }
}
