import Crypto
import CryptoExtras
import Foundation

/// A password as it is kept: scrypt with N = 2¹⁵, r = 8, p = 1, about 60 ms and 32 MiB a try.
struct PasswordHash: Sendable {
  private static let rounds = 1 << 15
  private static let blockSize = 8
  private static let parallelism = 1

  let salt: [UInt8]
  let key: [UInt8]

  /// - Parameter salt: 16 random bytes.
  init(of password: String, salt: [UInt8]) throws {
    self.salt = salt
    key = try Self.key(password, salt)
  }

  /// Nil when the text is none that this program wrote.
  init?(stored text: String) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 6, parts[0] == "scrypt", parts[1] == "\(Self.rounds)",
      parts[2] == "\(Self.blockSize)", parts[3] == "\(Self.parallelism)",
      let salt = Data(base64Encoded: String(parts[4])),
      let key = Data(base64Encoded: String(parts[5])), key.count == 32
    else { return nil }
    self.salt = [UInt8](salt)
    self.key = [UInt8](key)
  }

  /// What an unknown login is compared with, so that it takes as long as a known one.
  static let ofNobody = PasswordHash(
    salt: [UInt8](repeating: 7, count: 16), key: [UInt8](repeating: 0, count: 32))

  private init(salt: [UInt8], key: [UInt8]) {
    self.salt = salt
    self.key = key
  }

  var stored: String {
    [
      "scrypt", "\(Self.rounds)", "\(Self.blockSize)", "\(Self.parallelism)",
      Data(salt).base64EncodedString(), Data(key).base64EncodedString(),
    ].joined(separator: ":")
  }

  func matches(_ password: String) throws -> Bool {
    let tried = try Self.key(password, salt)
    // Without a branch on the content, so that the time tells nothing of where they differ.
    return tried.count == key.count
      && zip(tried, key).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
  }

  /// Keyboards compose Vietnamese letters differently, so the composed form is what counts.
  private static func key(_ password: String, _ salt: [UInt8]) throws -> [UInt8] {
    let derived = try KDF.Scrypt.deriveKey(
      from: Array(password.precomposed.utf8), salt: salt, outputByteCount: 32, rounds: rounds,
      blockSize: blockSize, parallelism: parallelism)
    return derived.withUnsafeBytes { [UInt8]($0) }
  }
}

/// What a new password must be. Length is what protects; the rest refuses what is guessed first.
enum PasswordRules {
  static func check(_ password: String, _ field: String, _ problems: inout Problems) {
    if password.count < 12 { problems.add(field, "account.password_too_short", ["least": "12"]) }
    if password.utf8.count > 256 { problems.add(field, "account.password_too_long") }
    if password.count >= 12, Set(password).count < 5 {
      problems.add(field, "account.password_too_simple")
    }
  }

  static func refuseLogin(_ password: String, _ login: String, _ field: String) throws(AppError) {
    guard FoldedText(password).value.contains(FoldedText(login).value) else { return }
    throw .invalid(field, "account.password_holds_login")
  }
}
