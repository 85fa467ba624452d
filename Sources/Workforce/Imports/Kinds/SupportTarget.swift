import Foundation
import Postgres

/// Public support that the firm received, decided by the rules as recording it by hand is.
struct SupportTarget: ImportTarget {
  var columns: [ImportColumn] {
    [
      ImportColumn(
        field: "content", type: .reference, isRequired: true, isPersonal: false,
        headings: [
          "noi dung ho tro", "noi dung", "ma noi dung", "ma noi dung ho tro", "loai ho tro",
          "content",
          "content of support", "support content",
        ]),
      ImportColumn(
        field: "object", type: .text(limit: 200), isRequired: true, isPersonal: false,
        headings: [
          "doi tuong cu the", "doi tuong", "ho tro cho", "ten khoa hoc", "ten nen tang", "hang muc",
          "object", "what it was for", "item",
        ]),
      ImportColumn(
        field: "programme", type: .reference, isRequired: false, isPersonal: false,
        headings: ["chuong trinh", "ma chuong trinh", "chuong trinh ho tro", "programme"]),
      ImportColumn(
        field: "ruleCode", type: .text(limit: 60), isRequired: false, isPersonal: false,
        headings: ["quy dinh", "ma quy dinh", "rule", "rule code"]),
      ImportColumn(
        field: "costVnd", type: .money, isRequired: false, isPersonal: false,
        headings: ["chi phi", "tong chi phi", "gia tri hop dong", "cost", "total cost"]),
      ImportColumn(
        field: "approvedVnd", type: .money, isRequired: false, isPersonal: false,
        headings: [
          "so tien duyet", "so tien duoc duyet", "muc ho tro", "so tien ho tro", "so tien",
          "amount approved", "approved", "amount",
        ]),
      ImportColumn(
        field: "approvedOn", type: .pastDate, isRequired: true, isPersonal: false,
        headings: ["ngay duyet", "ngay quyet dinh", "ngay phe duyet", "approved on", "date"]),
      ImportColumn(
        field: "paidVnd", type: .money, isRequired: false, isPersonal: false,
        headings: ["so tien chi", "da chi", "so tien da chi", "amount paid", "paid"]),
      ImportColumn(
        field: "paidOn", type: .pastDate, isRequired: false, isPersonal: false,
        headings: ["ngay chi", "ngay thanh toan", "ngay giai ngan", "paid on"]),
      ImportColumn(
        field: "document", type: .text(limit: 200), isRequired: false, isPersonal: false,
        headings: ["so van ban", "so quyet dinh", "van ban", "hop dong", "document"]),
    ]
  }

  func evaluate(_ batch: ImportWork, in session: Session) async throws {
    let rows = try await session.fetchAll(.importEntries, batch.firmID, batch.id)
    let known = try await session.supportNames(batch.firmID)
    let year: Int? = nil
    let present = try await session.fetchAll(.supports, batch.firmID, Date.distantFuture, year)
    var ledger = SupportLedger(present)
    var decided = DecidedRows()
    for row in rows {
      let line = try SupportLine(row, known)
      let proposals = try await session.ruleProposals(of: line, ledger)
      decided.add(ledger.decide(line, proposals, newID: session.newIDs(1)[0]))
    }
    try await decided.write(batch, in: session)
  }

  func apply(_ batch: ImportWork, in session: Session) async throws {
    let written = try await session.execute(
      Command("import.write_support"), batch.firmID, batch.id, session.now,
      session.principal.accountID.uuid, batch.recordedReason)
    guard written == batch.createCount + batch.changeCount else {
      throw AppError.conflict("import.changed_meanwhile")
    }
  }

  func restore(
    _ batch: ImportWork, step: ImportRestoring, in session: Session
  ) async throws {
    try await session.restore("support", of: batch, step)
  }
}

/// What contents and programmes may be called in a file.
struct SupportNames: Sendable {
  struct Name: Decodable, Sendable {
    let kind: String
    let code: String
    let name: LocalizedText
    let id: UUID?
  }

  private let contents: [String: Name]
  private let programmes: [String: Name]

  init(_ names: [Name]) {
    func byText(_ kind: String) -> [String: Name] {
      let own = names.filter { $0.kind == kind }
      return Dictionary(
        own.map { (FoldedText($0.code).value, $0) }
          + own.flatMap { name in
            [name.name.vi, name.name.en].compactMap { $0 }.map { (FoldedText($0).value, name) }
          }, uniquingKeysWith: { one, _ in one })
    }
    contents = byText("content")
    programmes = byText("programme")
  }

  func content(_ key: String) -> String? { contents[key]?.code }
  func programme(_ key: String) -> UUID? { programmes[key]?.id }
}

extension Query<SupportNames.Name> {
  fileprivate static var supportNames: Self { Query("import.support_contents") }
}

extension Session {
  fileprivate func supportNames(_ firm: UUID) async throws -> SupportNames {
    SupportNames(try await fetchAll(.supportNames, firm))
  }

  /// What each rule of the line's content gives, when the line names a rule.
  fileprivate func ruleProposals(
    of line: SupportLine, _ ledger: SupportLedger
  ) async throws -> [SupportProposal] {
    guard line.ruleCode != nil, let content = line.contentCode, let day = line.approvedOn else {
      return []
    }
    return try await supportProposals(
      content,
      SupportedCost(costVnd: line.costVnd ?? line.approvedVnd ?? 0, object: line.object), on: day,
      ledger: ledger.given(beside: line))
  }
}
