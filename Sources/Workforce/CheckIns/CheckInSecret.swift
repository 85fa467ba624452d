import Crypto
import Foundation

/// What the changing codes of one check-in are derived from: 32 random bytes that never leave the service.
///
/// Code and link change every 45 seconds, and those of the step before are accepted too, so that somebody at
/// the back of a room has at least that long to type. Source: RFC 6238 with HMAC-SHA256 and six digits.
struct CheckInSecret: Sendable {
  let id: ID<CheckIn>
  let bytes: [UInt8]

  static let step: TimeInterval = 45
  /// How long somebody may take to say who they are.
  static let ticketLife: TimeInterval = 600

  private enum Purpose: String {
    case code, link, ticket
  }

  func code(at moment: Date) -> String { code(of: Self.number(at: moment)) }

  func link(at moment: Date) -> String { link(of: Self.number(at: moment)) }

  func nextChange(after moment: Date) -> Date {
    Date(timeIntervalSince1970: Double(Self.number(at: moment) + 1) * Self.step)
  }

  /// - Parameter typed: digits; spaces and hyphens between them are forgiven.
  func accepts(code typed: String, at moment: Date) -> Bool {
    let digits = typed.filter { !$0.isWhitespace && $0 != "-" }
    return steps(at: moment).contains { code(of: $0) == digits }
  }

  func accepts(link text: String, at moment: Date) -> Bool {
    steps(at: moment).contains { Self.areEqual(Array(link(of: $0).utf8), Array(text.utf8)) }
  }

  /// The check-in that a link names, which only its own secret can confirm; nil for what is no link.
  static func id(inLink text: String) -> ID<CheckIn>? {
    guard let bytes = Base64URL.decode(text), bytes.count == 32 else { return nil }
    return id(bytes.prefix(16))
  }

  // MARK: Tickets

  /// - Parameter nonce: twelve random bytes.
  func ticket(nonce: [UInt8], at moment: Date) -> String {
    let content = id.uuid.bytes + Self.bigEndian(UInt64(moment.timeIntervalSince1970)) + nonce
    return Base64URL.encode(content + code(for: .ticket, content))
  }

  /// Whether this check-in gave the ticket, no longer ago than somebody may take.
  func accepts(_ ticket: Ticket, at moment: Date) -> Bool {
    let age = moment.timeIntervalSince1970 - Double(ticket.issuedAt)
    return (-1...Self.ticketLife).contains(age)
      && Self.areEqual(ticket.seal, code(for: .ticket, ticket.content))
  }

  /// A ticket as somebody sent it; nothing of it is sure until its check-in accepts it.
  struct Ticket: Sendable {
    let checkInID: ID<CheckIn>
    let nonce: [UInt8]
    fileprivate let issuedAt: UInt64
    fileprivate let content: [UInt8]
    fileprivate let seal: [UInt8]

    var expiresAt: Date {
      Date(timeIntervalSince1970: Double(issuedAt) + CheckInSecret.ticketLife)
    }

    /// Nil for what cannot be one.
    init?(_ text: String) {
      guard let bytes = Base64URL.decode(text).map(Array.init), bytes.count == 52,
        let id = CheckInSecret.id(bytes.prefix(16))
      else { return nil }
      checkInID = id
      issuedAt = bytes[16..<24].reduce(0) { $0 << 8 | UInt64($1) }
      nonce = Array(bytes[24..<36])
      content = Array(bytes.prefix(36))
      seal = Array(bytes.suffix(16))
    }
  }

  // MARK: Derivation

  private static func number(at moment: Date) -> UInt64 {
    UInt64(max(0, moment.timeIntervalSince1970 / step))
  }

  /// The present step and the one before.
  private func steps(at moment: Date) -> [UInt64] {
    let present = Self.number(at: moment)
    return present == 0 ? [present] : [present, present - 1]
  }

  private func code(of step: UInt64) -> String {
    let hash = hash(for: .code, Self.bigEndian(step))
    let offset = Int(hash[hash.count - 1] & 0x0F)
    let number =
      hash[offset..<offset + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) } & 0x7FFF_FFFF
    let digits = String(number % 1_000_000)
    return String(repeating: "0", count: 6 - digits.count) + digits
  }

  private func link(of step: UInt64) -> String {
    Base64URL.encode(id.uuid.bytes + code(for: .link, Self.bigEndian(step)))
  }

  private func code(for purpose: Purpose, _ content: [UInt8]) -> [UInt8] {
    Array(hash(for: purpose, content).prefix(16))
  }

  private func hash(for purpose: Purpose, _ content: [UInt8]) -> [UInt8] {
    var hash = HMAC<SHA256>(key: SymmetricKey(data: bytes))
    hash.update(data: Data("kynang check-in \(purpose.rawValue) ".utf8))
    hash.update(data: Data(content))
    return Array(hash.finalize())
  }

  private static func bigEndian(_ number: UInt64) -> [UInt8] {
    (0..<8).map { UInt8(truncatingIfNeeded: number >> (56 - 8 * UInt64($0))) }
  }

  private static func id(_ bytes: some Collection<UInt8>) -> ID<CheckIn>? {
    UUID(bytes: Array(bytes)).map { ID($0) }
  }

  /// In a time that does not tell where two differ.
  private static func areEqual(_ one: [UInt8], _ other: [UInt8]) -> Bool {
    one.count == other.count && zip(one, other).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
  }
}

extension UUID {
  fileprivate var bytes: [UInt8] { withUnsafeBytes(of: uuid) { Array($0) } }

  fileprivate init?(bytes: [UInt8]) {
    guard bytes.count == 16 else { return nil }
    self = bytes.withUnsafeBytes { UUID(uuid: $0.loadUnaligned(as: uuid_t.self)) }
  }
}
