import Foundation
import Postgres

/// What entries come to, one by one in their order: new, changed, the same, or refused.
struct ObservationPlan {
  enum Outcome {
    case create(ReadEntry)
    /// There is another value of that period.
    case change(ReadEntry, FirmFigures.Known)
    case same(ReadEntry, FirmFigures.Known)
    case refused([FieldError])
  }

  private(set) var outcomes: [Outcome] = []
  private let reader: EntryReader
  private let figures: FirmFigures

  init(_ entries: [ObservationEntry], _ figures: FirmFigures, _ reader: EntryReader) {
    self.reader = reader
    self.figures = figures
    var read: [ReadEntry?] = []
    var seen: Set<FirmFigures.Key> = []
    var refusals: [[FieldError]] = []
    for entry in entries {
      do throws(EntryProblems) {
        let one = try reader.read(entry)
        let isNew = seen.insert(one.key).inserted
        read.append(one)
        refusals.append(isNew ? [] : [Self.error("period", "observation.period_twice")])
      } catch {
        read.append(nil)
        refusals.append(error.problems)
      }
    }
    let accepted = zip(read, refusals).compactMap { $1.isEmpty ? $0 : nil }
    outcomes = zip(read, refusals).map { one, refusal in
      guard let one, refusal.isEmpty else { return .refused(refusal) }
      return outcome(of: one, among: accepted)
    }
  }

  private func outcome(of one: ReadEntry, among accepted: [ReadEntry]) -> Outcome {
    if let present = figures.known[one.key], present.value == one.value,
      present.currency == one.currency
    {
      return .same(one, present)
    }
    if one.entry.confirmsLeap != true,
      let leap = reader.leap(
        of: one.value, currency: one.currency, from: neighbour(of: one, among: accepted))
    {
      return .refused([leap])
    }
    if let present = figures.known[one.key] { return .change(one, present) }
    return .create(one)
  }

  /// The last value before the entry's period, recorded or handed in with it; else the first recorded
  /// after it.
  private func neighbour(
    of one: ReadEntry, among accepted: [ReadEntry]
  ) -> (period: Period, value: Decimal)? {
    let handedIn = accepted.filter {
      $0.indicator.code == one.indicator.code && $0.entry.period.kind == one.entry.period.kind
    }.map { (period: $0.entry.period, value: $0.value, currency: $0.currency) }
    let recorded = figures.neighbour(of: one.key).map {
      (period: $0.period, value: $0.value.value, currency: $0.value.currency)
    }
    let before = (handedIn + [recorded].compactMap { $0 }).filter { $0.period < one.entry.period }
    guard let nearest = before.max(by: { $0.period < $1.period }) ?? recorded,
      nearest.currency == one.currency
    else { return nil }
    return (nearest.period, nearest.value)
  }

  private static func error(_ field: String, _ rule: String) -> FieldError {
    FieldError(field: field, rule: rule, parameters: [:])
  }
}

struct LeapFactor: Decodable, Sendable {
  let factor: Int
}

extension Query<LeapFactor> {
  static var leapFactor: Self { Query("observation.leap_factor") }
}

extension Session {
  func entryReader(_ register: IndicatorRegister) async throws -> EntryReader {
    let factor = try await fetchOne(.leapFactor, today)?.factor ?? 10
    return EntryReader(register: register, today: today, leapFactor: factor)
  }
}
