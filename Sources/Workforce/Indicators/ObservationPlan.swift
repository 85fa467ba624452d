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
  private struct Series: Hashable {
    let code: String
    let kind: Period.Kind
  }

  private typealias Known = (period: Period, value: Decimal, currency: String?)

  private let reader: EntryReader
  private let figures: FirmFigures
  private var handedIn: [Series: [Known]] = [:]
  private var recorded: [Series: [Known]] = [:]

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
    for case (let one?, let refusal) in zip(read, refusals) where refusal.isEmpty {
      let series = Series(code: one.indicator.code, kind: one.entry.period.kind)
      handedIn[series, default: []].append((one.entry.period, one.value, one.currency))
    }
    for (key, known) in figures.known {
      recorded[Series(code: key.code, kind: key.period.kind), default: []]
        .append((key.period, known.value, known.currency))
    }
    outcomes = zip(read, refusals).map { one, refusal in
      guard let one, refusal.isEmpty else { return .refused(refusal) }
      return outcome(of: one)
    }
  }

  private func outcome(of one: ReadEntry) -> Outcome {
    if let present = figures.known[one.key], present.value == one.value,
      present.currency == one.currency
    {
      return .same(one, present)
    }
    if one.entry.confirmsLeap != true,
      let leap = reader.leap(
        of: one.value, currency: one.currency, from: neighbour(of: one))
    {
      return .refused([leap])
    }
    if let present = figures.known[one.key] { return .change(one, present) }
    return .create(one)
  }

  /// The last value before the entry's period, recorded or handed in with it; else the first recorded
  /// after it.
  private func neighbour(of one: ReadEntry) -> (period: Period, value: Decimal)? {
    let period = one.entry.period
    let series = Series(code: one.indicator.code, kind: period.kind)
    let known = recorded[series] ?? []
    let before = ((handedIn[series] ?? []) + known).filter { $0.period < period }
    let after = known.filter { $0.period > period }
    guard
      let nearest = before.max(by: { $0.period < $1.period })
        ?? after.min(by: { $0.period < $1.period }), nearest.currency == one.currency
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
