import Foundation
import Postgres

/// The personal values of one employee, as they are kept: composed, tidied, phone in E.164.
struct PersonValues: Sendable, Equatable {
  var fullName: String
  var familyName: String
  var middleName: String
  var givenName: String
  var birthOn: CalendarDate?
  var phone: String?
  var email: String?

  /// - Parameters:
  ///   - familyName: where the name does not tell it: Tôn Thất is a family name of two words. Nil
  ///     takes the first word.
  ///   - givenName: likewise; nil takes the last word.
  /// Throws `invalidInput` when the parts do not make the name.
  init(
    fullName: String, familyName: String?, givenName: String?, birthOn: CalendarDate?,
    phone: String?, email: String?
  ) throws(AppError) {
    self.birthOn = birthOn
    self.phone = try Self.phone(phone)
    self.email = email.flatMap { EmailAddress($0)?.text }
    self.fullName = ""
    self.familyName = ""
    self.middleName = ""
    self.givenName = ""
    try rename(fullName, familyName: familyName, givenName: givenName)
  }

  init(
    fullName: String, familyName: String, middleName: String, givenName: String,
    birthOn: CalendarDate?, phone: String?, email: String?
  ) {
    self.fullName = fullName
    self.familyName = familyName
    self.middleName = middleName
    self.givenName = givenName
    self.birthOn = birthOn
    self.phone = phone
    self.email = email
  }

  mutating func rename(
    _ text: String, familyName family: String?, givenName given: String?
  ) throws(AppError) {
    let name: PersonName
    do { name = try PersonName(text) } catch { throw .invalid("fullName", error.rule) }
    let words = name.full.split(separator: " ").map(String.init)
    let familyWords = Self.words(family) ?? name.family.map { [$0] } ?? []
    let givenWords = Self.words(given) ?? [name.given]
    guard words.count >= familyWords.count + givenWords.count,
      words.starts(with: familyWords), words.suffix(givenWords.count).elementsEqual(givenWords)
    else { throw .invalid("fullName", "person_name.parts") }
    fullName = name.full
    familyName = familyWords.joined(separator: " ")
    givenName = givenWords.joined(separator: " ")
    middleName = words.dropFirst(familyWords.count).dropLast(givenWords.count)
      .joined(separator: " ")
  }

  static func phone(_ text: String?) throws(AppError) -> String? {
    guard let text, !text.isEmpty else { return nil }
    do { return try PhoneNumber(text).e164 } catch { throw .invalid("phone", error.rule) }
  }

  private static func words(_ text: String?) -> [String]? {
    guard let words = text?.tidied.split(separator: " ").map(String.init), !words.isEmpty else {
      return nil
    }
    return words
  }
}

extension PersonValues {
  /// The binds of `person.create` and `person.change` after the firm.
  static func binds(_ people: [(id: UUID, values: PersonValues)]) -> [any PostgresEncodable] {
    [
      people.map(\.id), people.map(\.values.fullName), people.map(\.values.familyName),
      people.map(\.values.middleName), people.map(\.values.givenName),
      people.map(\.values.birthOn), people.map(\.values.phone), people.map(\.values.email),
    ]
  }
}

/// What a date in a person's life may be.
enum PlausibleDates {
  /// 15 to 100 years before today: the youngest who may work, and a typing mistake.
  static func birth(today: CalendarDate) -> ClosedRange<CalendarDate> {
    today.adding(months: -100 * 12)...today.adding(months: -15 * 12)
  }

  /// From 1950 to a year ahead.
  static func start(today: CalendarDate) -> ClosedRange<CalendarDate> {
    earliest...today.adding(months: 12)
  }

  /// Whatever else is dated: periods are made for every quarter since, so that a typing mistake such as the
  /// year 202 costs more than a wrong figure.
  static let records = earliest...CalendarDate(dayNumber: 47_846)

  /// 1 January 1950.
  private static let earliest = CalendarDate(dayNumber: -7305)
}

extension Session {
  func requirePlausible(birthOn: CalendarDate?, startsOn: CalendarDate?) throws(AppError) {
    var problems = Problems()
    if let birthOn, !PlausibleDates.birth(today: today).contains(birthOn) {
      problems.add("birthOn", "employee.birth_implausible")
    }
    if let startsOn, !PlausibleDates.start(today: today).contains(startsOn) {
      problems.add("startsOn", "employee.start_implausible")
    }
    try problems.throwIfAny()
  }
}

extension Problems {
  /// A day on which something was done or will be.
  mutating func checkDay(_ day: CalendarDate?, _ field: String) {
    if let day, !PlausibleDates.records.contains(day) { add(field, "field.implausible_day") }
  }

  mutating func checkEmployeeCode(_ code: String) {
    require(code, "code", limit: 40)
    if code.looksLikeCitizenNumber { add("code", "organisation.citizen_number") }
  }

  mutating func checkName(_ text: String, _ field: String) {
    do { _ = try PersonName(text) } catch { add(field, error.rule) }
  }
}

extension Command {
  static var createEmployees: Command { Command("employee.create") }
  static var createPeople: Command { Command("person.create") }
  static var changePeople: Command { Command("person.change") }
  static var bumpEmployees: Command { Command("employee.bump") }
  static var reviseEmployments: Command { Command("employment.revise") }
}
