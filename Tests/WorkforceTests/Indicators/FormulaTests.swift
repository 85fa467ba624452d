import Foundation
import Testing

@testable import Workforce

@Suite struct FormulaTests {
  @Test(arguments: [
    ("1 + 2 * 3", "7"), ("(1 + 2) * 3", "9"), ("2 - 3 - 4", "-5"), ("2 - (3 - 4)", "3"),
    ("12 / 3 / 2", "2"), ("12 / (3 / 2)", "8"), ("-2 * -3", "6"), ("- (1 + 2)", "-3"),
    ("0.1 + 0.2", "0.3"), ("1 / 3", "0.333333"), ("  7\n", "7"),
  ])
  func aFormulaIsComputedAsItReads(_ text: String, expected: String) throws {
    let evaluation = FormulaEvaluation(months: 12) { _ in nil }
    let value = try evaluation.value(of: Formula(text).root)
    #expect(value == Decimal(string: expected))
  }

  private static let refused: [(String, FormulaError)] = [
    ("", FormulaError.empty), ("   ", .empty), ("1 +", .endsEarly),
    ("(1", .neverClosed(position: 1)),
    ("1)", .unexpected(position: 2)), ("1,5 + 2", .decimalComma(position: 2)),
    ("a b", .unexpected(position: 3)), ("a;drop", .unexpected(position: 2)),
    ("2 ** 3", .unexpected(position: 4)), ("a.b", .unexpected(position: 2)),
    ("[MGT-01", .neverClosed(position: 1)), ("[]", .unexpected(position: 2)),
    ("f(1)", .unexpected(position: 2)), ("1.", .endsEarly), ("×2", .unexpected(position: 1)),
    (String(repeating: "1+", count: 600) + "1", .tooLong),
    (String(repeating: "(", count: 60) + "1" + String(repeating: ")", count: 60), .tooDeep),
    (String(repeating: "-", count: 60) + "1", .tooDeep),
  ]

  @Test(arguments: refused)
  func whatIsNoFormulaIsRefusedWithItsPlace(_ text: String, error: FormulaError) {
    #expect(throws: error) { try Formula(text) }
  }

  @Test func aDivisionByZeroIsNoValue() throws {
    let evaluation = FormulaEvaluation(months: 12) { _ in 0 }
    let formula = try Formula("1 / (a - 0)")
    #expect(throws: NoValue.divisionByZero) { try evaluation.value(of: formula.root) }
  }

  @Test func aNumberTooLargeIsNoValue() throws {
    let evaluation = FormulaEvaluation(months: 12) { _ in
      Decimal(sign: .plus, exponent: 100, significand: 1)
    }
    let formula = try Formula("a * a")
    #expect(throws: NoValue.tooLarge) { try evaluation.value(of: formula.root) }
  }

  /// Written and read again, a formula is the same, whatever it is made of.
  @Test(arguments: 0..<200)
  func aFormulaSurvivesBeingWritten(seed: Int) throws {
    var random = SplitMix(state: UInt64(seed))
    let formula = Formula(root: random.node(depth: 5))
    #expect(try Formula(formula.description) == formula)
  }

  /// No text makes the parser fail in another way than by its own errors.
  @Test(arguments: 0..<200)
  func anyTextIsAFormulaOrRefused(seed: Int) {
    var random = SplitMix(state: UInt64(seed) + 1000)
    let letters = Array("ab_1 9.,+-*/()[]đ\t%")
    let text = String((0..<random.below(30)).map { _ in letters[random.below(letters.count)] })
    do {
      _ = try Formula(text)
    } catch {
      #expect(!error.rule.isEmpty)
    }
  }
}

/// Source: Steele, Lea & Flood, Fast splittable pseudorandom number generators (2014).
struct SplitMix {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }

  mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }

  mutating func node(depth: Int) -> Formula.Node {
    switch depth == 0 ? below(2) : below(6) {
    case 0: .number(Decimal(below(10_000)) / 100)
    case 1: .name(["output", "x_own", "MGT-01", "a1"][below(4)])
    case 2: .minus(node(depth: depth - 1))
    default:
      .combined(
        node(depth: depth - 1), Formula.Sign.allCases[below(4)], node(depth: depth - 1))
    }
  }
}
