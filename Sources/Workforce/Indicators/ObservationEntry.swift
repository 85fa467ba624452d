import Foundation
import Postgres

/// One value as it is handed in.
package struct ObservationEntry: Codable, Sendable {
  /// The code of an indicator that is entered.
  package let indicator: String
  package let period: Period
  package let value: WrittenValue
  /// Nil is đồng for money.
  package let currency: String?
  package let confidence: Confidence
  package let source: String?
  /// True says that a value far from the one before was meant.
  package let confirmsLeap: Bool?

  package init(
    indicator: String, period: Period, value: WrittenValue, currency: String?,
    confidence: Confidence, source: String?, confirmsLeap: Bool?
  ) {
    self.indicator = indicator
    self.period = period
    self.value = value
    self.currency = currency
    self.confidence = confidence
    self.source = source
    self.confirmsLeap = confirmsLeap
  }
}

/// An entry that was read: which indicator it is of and which number it says.
struct ReadEntry {
  let entry: ObservationEntry
  let indicator: Indicator
  let value: Decimal
  let currency: String?

  var key: FirmFigures.Key { FirmFigures.Key(code: indicator.code, period: entry.period) }

  func revision(id: UUID, number: Int) -> ObservationRevision {
    ObservationRevision(
      id: id, revision: number, indicatorCode: indicator.id == nil ? indicator.code : nil,
      ownIndicatorID: indicator.id?.uuid, period: entry.period, value: value, currency: currency,
      confidence: entry.confidence, source: entry.source,
      leapConfirmed: entry.confirmsLeap ?? false, isVoid: false)
  }
}

/// Reads entries against what the firm has: which indicator, which number, and whether it may be meant.
struct EntryReader {
  let register: IndicatorRegister
  let today: CalendarDate
  let leapFactor: Int

  /// What the entry says. Throws everything that is wrong with it, leaps apart.
  func read(_ entry: ObservationEntry) throws(EntryProblems) -> ReadEntry {
    var problems: [FieldError] = []
    func add(_ field: String, _ rule: String, _ parameters: [String: String] = [:]) {
      problems.append(FieldError(field: field, rule: rule, parameters: parameters))
    }
    if entry.period.startsOn > today { add("period", "field.in_the_future") }
    guard let indicator = register.find(entry.indicator) else {
      add("indicator", "observation.unknown_indicator")
      throw EntryProblems(problems: problems)
    }
    switch indicator.origin {
    case .entered: break
    case .derived, .attendance, .reference: add("indicator", "observation.not_entered")
    }
    if entry.currency != nil, !indicator.isMoney { add("currency", "observation.no_money") }
    let currency = indicator.isMoney ? entry.currency ?? "VND" : nil
    var value = Decimal()
    do throws(WrittenValueError) {
      value = try entry.value.value(
        isWholeMoney: indicator.isWholeMoney && currency == "VND")
      if value < 0, !indicator.mayBeNegative { add("value", "observation.negative") }
      if indicator.unitCode == "SCORE_1_5", !(1...5).contains(value) {
        add("value", "field.out_of_range", ["lowest": "1", "highest": "5"])
      }
    } catch {
      add("value", error.rule, error.parameters)
    }
    guard problems.isEmpty else { throw EntryProblems(problems: problems) }
    return ReadEntry(entry: entry, indicator: indicator, value: value, currency: currency)
  }

  /// The question that a value so far from its neighbour raises; nil when it raises none.
  func leap(
    of value: Decimal, currency: String?, from neighbour: (period: Period, value: Decimal)?
  ) -> FieldError? {
    guard let neighbour else { return nil }
    let (one, other) = (value.magnitude, neighbour.value.magnitude)
    guard one != 0, other != 0 else { return nil }
    let factor = max(one, other) / min(one, other)
    guard factor >= Decimal(leapFactor) else { return nil }
    var (exact, rounded) = (factor, Decimal())
    NSDecimalRound(&rounded, &exact, 0, .plain)
    return FieldError(
      field: "value", rule: one > other ? "observation.leap_up" : "observation.leap_down",
      parameters: ["factor": "\(rounded)", "period": "\(neighbour.period)"])
  }
}

struct EntryProblems: Error {
  let problems: [FieldError]
}
