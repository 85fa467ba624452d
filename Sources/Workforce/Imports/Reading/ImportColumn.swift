import Postgres

/// What the cells of a column must be.
package enum ImportValueType: Sendable {
  /// The name of a person in Vietnamese order.
  case name
  /// A part of a name, put together with the other part.
  case namePart
  case employeeCode
  case birthDate, startDate
  /// A day that has come.
  case pastDate
  case date
  case phone, email
  case text(limit: Int)
  /// The code or name of something, compared without case and marks.
  case reference
  case integer(ClosedRange<Int>)
  /// A month, a quarter or a year.
  case period
  /// A number whose meaning its row decides: its indicator and its unit.
  case amount
  /// Whole đồng, not negative.
  case money
  case percentage
  /// Each choice with the texts that mean it, folded.
  case choice([String: Set<String>])
}

/// A column that a kind of import reads.
package struct ImportColumn: Sendable {
  /// The name of the value in rows, diffs and mappings.
  package let field: String
  package let type: ImportValueType
  package let isRequired: Bool
  /// Whether a value is somebody's own, so that it stands in no diff and no audit row.
  package let isPersonal: Bool
  /// What people write above it, folded, in Vietnamese and English.
  package let headings: Set<String>
}

/// The columns by which every kind of import knows a person.
extension ImportColumn {
  static let code = ImportColumn(
    field: "code", type: .employeeCode, isRequired: false, isPersonal: false,
    headings: [
      "ma nhan vien", "ma nv", "manv", "ma so nhan vien", "msnv", "ma so", "ma",
      "employee code", "employee id", "staff code", "code",
    ])
  static let fullName = ImportColumn(
    field: "fullName", type: .name, isRequired: false, isPersonal: true,
    headings: [
      "ho va ten", "ho ten", "ten nhan vien", "ho va ten nhan vien", "ho ten nhan vien",
      "full name", "fullname", "employee name", "name",
    ])
  static let familyAndMiddleName = ImportColumn(
    field: "familyAndMiddleName", type: .namePart, isRequired: false, isPersonal: true,
    headings: [
      "ho va ten dem", "ho dem", "ho va dem", "ho lot", "ho va ten lot", "ho", "family name",
      "family and middle name",
      "last name", "surname", "ho va chu dem", "ho va chu lot",
    ])
  static let givenName = ImportColumn(
    field: "givenName", type: .namePart, isRequired: false, isPersonal: true,
    headings: ["ten", "given name", "first name"])
  static let birthOn = ImportColumn(
    field: "birthOn", type: .birthDate, isRequired: false, isPersonal: true,
    headings: [
      "ngay sinh", "ngay thang nam sinh", "sinh ngay", "birth date", "birthdate",
      "date of birth", "dob", "birthday",
    ])
  static let phone = ImportColumn(
    field: "phone", type: .phone, isRequired: false, isPersonal: true,
    headings: [
      "dien thoai", "so dien thoai", "sdt", "di dong", "dien thoai di dong", "phone",
      "phone number", "mobile", "tel", "telephone", "so di dong",
    ])

  static let person = [code, fullName, familyAndMiddleName, givenName, birthOn, phone]
}
