import Foundation

/// Ids of a demo, counted up firm by firm so that they go into an index at its end.
///
/// UUID version 8 (RFC 9562): 48 bits of a moment in 2020 and the number of the firm or circle, 12 of
/// the kind of row, 30 of the seed and 32 of a counter. They sort before ids of real use.
struct DemoID {
  enum Kind: UInt16 {
    case province = 1
    case provider, trainer, room, agency, course, run, session
    case firm, unit, jobRole, requirement, employee, assignment, exemption, budget
    case batch, enrolment, attendance, completion, assessment, audit, account, membership
    case observation, firmSize, firmFlag, adoption, support, platform, programme, plan
  }

  private static let firstMoment: UInt64 = 1_577_836_800_000

  private let seed: UInt32
  private let place: UInt64
  private var last: [Kind: UInt32] = [:]

  /// - Parameter number: of the firm, or of the circle counted on from 40,000; nil for the province.
  init(seed: UInt64, number: Int?) {
    self.seed = UInt32(truncatingIfNeeded: seed ^ seed >> 32) & 0x3fff_ffff
    place = Self.firstMoment + UInt64((number ?? -1) + 1)
  }

  mutating func next(_ kind: Kind) -> UUID {
    last[kind, default: 0] += 1
    return at(last[kind, default: 0], kind)
  }

  /// The id with that count, whether or not it was given out.
  func at(_ count: UInt32, _ kind: Kind) -> UUID {
    let high = place << 16 | 0x8000 | UInt64(kind.rawValue)
    let low = 1 << 63 | UInt64(seed) << 32 | UInt64(count)
    func byte(_ word: UInt64, _ index: UInt64) -> UInt8 {
      UInt8(truncatingIfNeeded: word >> (56 - 8 * index))
    }
    return UUID(
      uuid: (
        byte(high, 0), byte(high, 1), byte(high, 2), byte(high, 3), byte(high, 4), byte(high, 5),
        byte(high, 6), byte(high, 7), byte(low, 0), byte(low, 1), byte(low, 2), byte(low, 3),
        byte(low, 4), byte(low, 5), byte(low, 6), byte(low, 7)
      ))
  }
}
