/// What a column of a staff list may hold, by the headings that people give it.
enum StaffColumn: Hashable, CaseIterable {
  case code, fullName, familyAndMiddleName, givenName, birthOn, phone, email, unit, jobRole
  case startsOn

  /// Nil for a column that is not read. Letters alone count, without marks; what stands in brackets
  /// explains and is left out.
  init?(heading: String) {
    let key = Self.key(heading)
    guard let found = Self.allCases.first(where: { $0.headings.contains(key) }) else { return nil }
    self = found
  }

  private static func key(_ heading: String) -> String {
    let plain = heading.prefix { $0 != "(" && $0 != "[" }
    return FoldedText(plain).value.split { !$0.isLetter }.joined(separator: " ")
  }

  private var headings: Set<String> {
    switch self {
    case .code:
      [
        "ma nhan vien", "ma nv", "manv", "ma so nhan vien", "msnv", "ma so", "ma",
        "employee code", "employee id", "staff code", "code",
      ]
    case .fullName:
      [
        "ho va ten", "ho ten", "ten nhan vien", "ho va ten nhan vien", "ho ten nhan vien",
        "full name", "fullname", "employee name", "name",
      ]
    case .familyAndMiddleName:
      [
        "ho va ten dem", "ho dem", "ho va dem", "ho lot", "ho va ten lot", "ho", "family name",
        "last name", "surname",
      ]
    case .givenName:
      ["ten", "given name", "first name"]
    case .birthOn:
      [
        "ngay sinh", "ngay thang nam sinh", "sinh ngay", "birth date", "birthdate",
        "date of birth", "dob", "birthday",
      ]
    case .phone:
      [
        "dien thoai", "so dien thoai", "sdt", "di dong", "dien thoai di dong", "phone",
        "phone number", "mobile", "tel", "telephone",
      ]
    case .email:
      ["email", "e mail", "thu dien tu", "dia chi email", "email address"]
    case .unit:
      [
        "don vi", "ma don vi", "ten don vi", "phong ban", "ma phong ban", "ten phong ban",
        "bo phan", "phong", "unit", "unit code", "unit name", "department", "department code",
      ]
    case .jobRole:
      [
        "chuc danh", "ma chuc danh", "chuc vu", "vi tri", "vi tri viec lam", "job role",
        "job role code", "job title", "position", "title", "role",
      ]
    case .startsOn:
      [
        "ngay vao lam", "ngay bat dau", "ngay vao", "ngay nhan viec", "ngay bat dau lam viec",
        "start date", "hire date", "date joined", "starts on",
      ]
    }
  }
}
