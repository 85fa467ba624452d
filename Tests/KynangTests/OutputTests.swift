import Foundation
import Localization
import Testing
import Workforce

@testable import kynang

struct OutputTests {
  @Test(arguments: [
    ("Lê Thị Hoa", 10), ("ế".decomposedStringWithCanonicalMapping, 1), ("日本", 4), ("", 0),
    ("a\u{200B}b", 2),
  ])
  func widthCountsWhatIsSeen(_ text: String, width: Int) {
    #expect(DisplayWidth.of(text) == width)
  }

  @Test func aTableKeepsItsColumnsWithVietnameseNames() {
    let rows = ["Lê Thị Hoa", "Nguyễn Văn Đức".decomposedStringWithCanonicalMapping].enumerated()
      .map { [Cell(exact: $1), Cell(exact: $0 as NSNumber)] }

    let table = Table.text(header: ["Họ và tên", "Số"], rows, columns: nil, hasColour: false)

    let lines = table.split(separator: "\n").map { DisplayWidth.of(String($0)) }
    #expect(Set(lines) == [18])
    #expect(!table.contains("\u{1B}"))
  }

  @Test func aTableGivesWayToTheTerminal() {
    let rows = [[Cell(exact: String(repeating: "x", count: 90)), Cell(exact: "ab")]]
    let table = Table.text(header: ["a", "b"], rows, columns: 40, hasColour: false)
    #expect(table.split(separator: "\n").allSatisfy { DisplayWidth.of(String($0)) <= 40 })
    #expect(table.contains("…"))
  }

  @Test(arguments: [
    ("plain", "plain\r\n"), ("a,b", "\"a,b\"\r\n"), ("say \"hi\"", "\"say \"\"hi\"\"\"\r\n"),
    ("=1+1", "'=1+1\r\n"), ("+84912", "'+84912\r\n"), ("@x", "'@x\r\n"), ("a\nb", "\"a\nb\"\r\n"),
    ("a\r\nb", "\"a\r\nb\"\r\n"), ("-", "'-\r\n"),
  ])
  func aFieldOfCSVIsQuotedAndHarmless(_ text: String, line: String) {
    #expect(CSV.text([[Cell(exact: text)]]) == line)
  }

  @Test func aNegativeNumberStaysANumberInCSV() throws {
    let value = try JSONSerialization.jsonObject(with: Data("[-5, true]".utf8)) as? [Any]
    let cells = try #require(value).map { Cell(exact: $0) }
    #expect(CSV.text([cells]) == "-5,true\r\n")
  }

  @Test func aPersonReadsDaysMoneyAndTruths() {
    func read(_ value: Any, _ field: String, _ shape: Shape) -> String {
      Cell(readable: value, field: field, shape: shape, codes: Self.codes(of: "course")).text
    }
    #expect(read("2026-11-24", "startsOn", .text(format: "date")) == "24/11/2026")
    #expect(
      read("2026-11-24T01:05:00Z", "at", .text(format: "date-time")) == "08:05 24/11/2026")
    #expect(read(1_500_000 as NSNumber, "priceVnd", .integer) == "1.500.000\u{A0}₫")
    #expect(
      read("Decree 80/2021/NĐ-CP Art 25", "legalSource", .text(format: nil))
        == "Điều 25 Nghị định 80/2021/NĐ-CP")
    #expect(read(true, "isPublished", .boolean) == "có")
    #expect(read(0.019 as NSNumber, "coverage", .number) == "2\u{A0}%")
  }

  @Test(
    arguments: [
      ("audit", "actingRole", "hr", "Nhân sự"), ("audit", "useCase", "assessment.rate-own", nil),
      ("policy-setting", "unit", "1 or 0", "1 là có, 0 là không"),
      ("skill-gap", "waitingPolicy", "first_come", "Theo thứ tự đăng ký"),
      ("employee", "evidence", "same_name", nil),
      ("support-rule", "rateKind", "max", "tối đa tỷ lệ"),
      ("support-rule", "topic", "dx_consulting", "Tư vấn chuyển đổi số"),
      ("support-rule", "sameWhen", "platform", "nền tảng"),
      ("sector", "sectorGroup", "industry_agri", nil),
      ("membership", "accountState", "active", nil),
      ("employee", "kind", "employment", nil), ("place", "kind", "ward", nil),
    ] as [(String, String, String, String?)])
  func noCodeStandsInATableForPeople(
    _ noun: String, field: String, code: String, word: String?
  ) {
    let codes = Self.codes(of: noun)
    let read = Cell(readable: code, field: field, shape: .text(format: nil), codes: codes).text
    #expect(read != code)
    #expect(word == nil || read == word)
  }

  @Test(arguments: [("x", "reason", "open"), ("assessment", "evidence", "same_name")])
  func aTextOfSomebodysIsNotTakenForACode(_ noun: String, _ field: String, _ text: String) {
    let read = Cell(
      readable: text, field: field, shape: .text(format: nil), codes: Self.codes(of: noun))
    #expect(read.text == text)
  }

  @Test func aSourceOfLawIsWrittenAsItsReadersDo() {
    let read = Cell(
      readable: "Decree 80/2021/NĐ-CP Art 11(2)", field: "source", shape: .text(format: nil),
      codes: Self.codes(of: "support-rule"))
    #expect(read.text == "khoản 2 Điều 11 Nghị định 80/2021/NĐ-CP")
  }

  @Test func whatWasChangedIsToldAsThePagesTellIt() {
    let texts = ["field", "before", "after"].map {
      Shape.Field(name: $0, shape: .text(format: nil), isOptional: $0 != "field")
    }
    let read = Cell(
      readable: ["field": "level", "before": "2", "after": "3"], field: "changes",
      shape: .object(name: "AuditChange", fields: texts), codes: Self.codes(of: "audit"))
    #expect(read.text == "Mức: 2 → 3")
  }

  static func codes(of noun: String) -> CodeWords {
    CodeWords(noun: noun, words: Words(.vi))
  }
}

struct CredentialsTests {
  @Test func tokensAreKeptForTheirOwnerAlone() throws {
    let path = NSTemporaryDirectory() + "kynang-\(UUID().uuidString)/credentials"
    defer {
      try? FileManager.default.removeItem(atPath: (path as NSString).deletingLastPathComponent)
    }
    let kept = Credentials(
      current: "http://127.0.0.1:8080",
      servers: ["http://127.0.0.1:8080": .init(token: "kyn_x", tokenId: "1", place: "Công ty A")])

    try kept.save(to: path)

    let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]
    #expect((mode as? NSNumber)?.intValue == 0o600)
    #expect(try Credentials.load(from: path, words: Words(.en)) == kept)
    try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
    #expect(throws: CommandFailure.self) { try Credentials.load(from: path, words: Words(.en)) }
  }
}

struct HeapTests {
  @Test func onlyFilesThatWereNeverWrittenAreGivenBack() {
    let maps = """
      1000-2000 r-xp 00000000 fd:00 131 /usr/bin/kynang
      Rss:                   4 kB
      Anonymous:             0 kB
      VmFlags: rd ex mr mw me
      2000-3000 r--p 00001000 fd:00 131 /usr/bin/kynang
      Anonymous:             4 kB
      3000-4000 rw-p 00002000 fd:00 131 /usr/bin/kynang
      Anonymous:             0 kB
      4000-5000 r--p 00000000 00:00 0
      Anonymous:             0 kB
      5000-6000 r-xp 00000000 00:00 0                          [vdso]
      Anonymous:             0 kB
      7000-9000 r--p 00000000 fd:00 132 /usr/lib/a b.so
      Anonymous:             0 kB

      """

    #expect(ProgramText.untouchedFiles(inMaps: maps) == [0x1000..<0x2000, 0x7000..<0x9000])
  }
}
