import Crypto
import Foundation

/// Ids of reference rows, made from their codes, so that every installation has the same.
///
/// UUID version 8 (RFC 9562): the first sixteen bytes of SHA-256 of a path such as
/// `competency/TT02_2025/1.1`, in which the version and the variant are set.
package enum ReferenceID {
  package static func framework(_ code: String) -> UUID { uuid("framework/\(code)") }

  package static func competency(_ framework: String, _ code: String) -> UUID {
    uuid("competency/\(framework)/\(code)")
  }

  package static func roleTemplate(_ code: String) -> UUID { uuid("role_template/\(code)") }

  /// `to` is nil where the framework has no such competency.
  package static func crosswalk(
    from: (framework: String, code: String), to: (framework: String, code: String?)
  ) -> UUID {
    uuid("crosswalk/\(from.framework)/\(from.code)/\(to.framework)/\(to.code ?? "none")")
  }

  package static func uuid(_ path: String) -> UUID {
    // Codes such as đ have two encodings; the composed one is hashed.
    var bytes = Array(SHA256.hash(data: Data(path.precomposed.utf8)).prefix(16))
    bytes[6] = bytes[6] & 0x0f | 0x80
    bytes[8] = bytes[8] & 0x3f | 0x80
    return bytes.withUnsafeBytes { UUID(uuid: $0.loadUnaligned(as: uuid_t.self)) }
  }
}
