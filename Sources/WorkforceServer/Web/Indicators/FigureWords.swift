import CivilCalendar
import Foundation
import Localization
import Workforce

/// Periods and values of indicators in the reader's words.
struct FigureWords {
  let words: Words

  /// `Quý 3/2026`.
  func name(_ period: Period) -> String {
    let parts = ["number": "\(period.number)", "year": "\(period.year)"]
    return switch period.kind {
    case .month: words["period.month", parts]
    case .quarter: words["period.quarter", parts]
    case .year: words["period.year", parts]
    }
  }

  /// `Q3/26`, for an axis.
  func label(_ period: Period) -> String {
    let year = String("\(period.year)".suffix(2))
    return switch period.kind {
    case .month: "\(period.number < 10 ? "0" : "")\(period.number)/\(year)"
    case .quarter: "Q\(period.number)/\(year)"
    case .year: "\(period.year)"
    }
  }

  func name(_ indicator: Indicator) -> String {
    indicator.name.text(english: words.isEnglish)
  }

  func unit(_ indicator: Indicator) -> String {
    indicator.unitName.text(english: words.isEnglish)
  }

  /// What is no đồng says so: `đồng → USD`.
  func unit(_ indicator: Indicator, currency: String?) -> String {
    guard let currency, currency != "VND" else { return unit(indicator) }
    return words["figures.unit_in", ["unit": unit(indicator), "currency": currency]]
  }

  /// With as many decimals as the unit is shown with. What is no đồng has its currency, and the cents that a
  /// đồng has not.
  func value(_ value: Decimal, _ indicator: Indicator, currency: String?) -> String {
    guard let currency, currency != "VND" else {
      return words.number(value, decimals: indicator.decimals)
    }
    return "\(words.number(value, decimals: max(2, indicator.decimals))) \(currency)"
  }

  /// As it may be typed again with one reading: no groups in what is no whole money.
  func typed(_ value: Decimal, _ indicator: Indicator, currency: String?) -> String {
    if indicator.unitCode == "VND", currency ?? "VND" == "VND" {
      return words.number(value, decimals: 0)
    }
    let mark = words.isEnglish ? "." : ","
    let parts = "\(value)".split(separator: ".")
    guard parts.count == 2 else { return "\(value)" }
    // Three decimals might be a group of thousands.
    return "\(parts[0])\(mark)\(parts[1])\(parts[1].count == 3 ? "0" : "")"
  }

  /// Short enough for an axis: `1,2 tỷ`, `850 tr`.
  func short(_ value: Double) -> String {
    let size = abs(value)
    let (scaled, key): (Double, String?) =
      switch size {
      case 1e9...: (value / 1e9, "number.billion")
      case 1e6...: (value / 1e6, "number.million")
      case 1e4...: (value / 1e3, "number.thousand")
      default: (value, nil)
      }
    let text = words.number(scaled, decimals: Self.decimals(of: scaled))
    return key.map { words[$0, ["number": text]] } ?? text
  }

  private static func decimals(of value: Double) -> Int {
    for decimals in 0..<3 {
      let scaled = abs(value) * pow(10, Double(decimals))
      if abs(scaled - scaled.rounded()) < 1e-6 * max(scaled, 1) { return decimals }
    }
    return 3
  }

  /// What a reader must know of how a value came about; nil for nothing.
  func note(_ value: IndicatorValue) -> String? {
    var notes: [String] = []
    if value.isIncomplete {
      notes.append(
        words[
          "figures.incomplete",
          ["months": "\(value.monthCount)", "all": "\(value.period.kind.monthCount)"]])
    }
    if value.isAnnualised {
      notes.append(words["figures.annualised", ["months": "\(value.monthCount)"]])
    }
    if value.isByFallback == true { notes.append(words["figures.by_subtraction"]) }
    if let deflator = value.deflator {
      notes.append(
        words[
          "figures.deflated",
          [
            "base": "\(deflator.baseYear)", "series": deflator.series,
            "version": deflator.version,
          ]])
      if deflator.certainty == .unsure { notes.append(words["figures.deflator_unsure"]) }
    }
    if let reason = value.noValue { notes.append(noValue(reason)) }
    return notes.isEmpty ? nil : notes.joined(separator: "; ")
  }

  func noValue(_ reason: NoValue) -> String { words["figures.no_value_\(reason.rawValue)"] }
}
