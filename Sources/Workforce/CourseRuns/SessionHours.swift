/// The hours of a session, in minutes after midnight in Vietnam.
struct SessionHours: Sendable, Equatable {
  struct HalfDay: Sendable, Equatable {
    let start: Int
    let end: Int
  }

  let morning: HalfDay?
  let afternoon: HalfDay?

  /// Four times as a person writes them, and where in the input they stand.
  struct Texts: Sendable {
    let morningStart: String?
    let morningEnd: String?
    let afternoonStart: String?
    let afternoonEnd: String?
    /// What comes before the names of the fields: empty, or `sessions[2].`.
    let path: String

    var areEmpty: Bool {
      [morningStart, morningEnd, afternoonStart, afternoonEnd].allSatisfy { $0 == nil }
    }
  }

  /// What is wrong goes to the problems; then the hours mean nothing.
  init(_ texts: Texts, _ problems: inout Problems) {
    let path = texts.path
    morning = Self.halfDay(
      texts.morningStart, "\(path)morningStart", texts.morningEnd, "\(path)morningEnd", &problems)
    afternoon = Self.halfDay(
      texts.afternoonStart, "\(path)afternoonStart", texts.afternoonEnd, "\(path)afternoonEnd",
      &problems)
    if texts.areEmpty { problems.add("\(path)morningStart", "session.without_half_day") }
    if let morning, morning.start >= Self.noon {
      problems.add("\(path)morningStart", "session.morning_starts_before_noon")
    }
    if let afternoon, afternoon.start < Self.noon {
      problems.add("\(path)afternoonStart", "session.afternoon_starts_from_noon")
    }
    if let morning, let afternoon, morning.end > afternoon.start {
      problems.add("\(path)afternoonStart", "session.half_days_overlap")
    }
  }

  private static let noon = 12 * 60

  private static func halfDay(
    _ start: String?, _ startField: String, _ end: String?, _ endField: String,
    _ problems: inout Problems
  ) -> HalfDay? {
    if start == nil, end == nil { return nil }
    if start == nil { problems.add(startField, "field.required") }
    if end == nil { problems.add(endField, "field.required") }
    guard let start, let end else { return nil }
    let from = minutes(start)
    let to = minutes(end)
    if from == nil { problems.add(startField, "field.not_a_time") }
    if to == nil { problems.add(endField, "field.not_a_time") }
    guard let from, let to else { return nil }
    if to <= from { problems.add(endField, "session.ends_before_it_starts") }
    // A mark of attendance holds at most twelve hours.
    if to - from > 720 { problems.add(endField, "session.half_day_is_long") }
    return HalfDay(start: from, end: to)
  }

  /// Minutes after midnight of `HH:mm`, nil for anything else.
  static func minutes(_ text: String) -> Int? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, (1...2).contains(parts[0].count), parts[1].count == 2,
      parts.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }),
      let hour = Int(parts[0]), let minute = Int(parts[1]), hour < 24, minute < 60
    else { return nil }
    return hour * 60 + minute
  }
}
