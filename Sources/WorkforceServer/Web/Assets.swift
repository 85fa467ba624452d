import Crypto
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import Workforce

/// Style sheets, scripts and pictures, kept in memory under an address that changes with their
/// content, so that browsers keep them for a year.
package struct Assets: Sendable {
  private struct File: Sendable {
    let type: String
    let body: ByteBuffer
  }

  private let files: [String: File]
  private let version: String

  /// The value of `{{assets}}` in templates.
  package var base: String { "/assets/\(version)" }

  package init(folder: URL) throws {
    var files: [String: File] = [:]
    var hash = SHA256()
    let found = try FileManager.default.contentsOfDirectory(
      at: folder, includingPropertiesForKeys: nil)
    for file in found.sorted(by: { $0.path < $1.path }) {
      guard let type = Self.types[file.pathExtension] else { continue }
      let bytes = try Data(contentsOf: file)
      hash.update(data: Data(file.lastPathComponent.utf8))
      hash.update(data: bytes)
      files[file.lastPathComponent] = File(type: type, body: ByteBuffer(bytes: bytes))
    }
    self.files = files
    version = Base64URL.encode(hash.finalize().prefix(9))
  }

  package static func shipped() throws -> Assets {
    guard let folder = Bundle.module.url(forResource: "assets", withExtension: nil) else {
      throw CocoaError(.fileNoSuchFile)
    }
    return try Assets(folder: folder)
  }

  private static let types = [
    "css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml", "png": "image/png", "webmanifest": "application/manifest+json",
    "woff2": "font/woff2", "csv": "text/csv; charset=utf-8",
  ]

  func mount(on router: Router<KynangContext>) {
    router.get("assets/{version}/{file}") { request, context in
      try respond(
        version: context.parameters.get("version"), file: context.parameters.get("file"),
        known: request.headers[.ifNoneMatch])
    }
  }

  private func respond(version asked: String?, file: String?, known: String?) throws -> Response {
    guard let file, let found = files[file] else { throw RequestRefusal.noSuchAddress }
    let isPresent = asked == version
    var headers: HTTPFields = [.contentType: found.type, .eTag: "\"\(version)\""]
    headers[.cacheControl] = isPresent ? "public, max-age=31536000, immutable" : "no-cache"
    if known == "\"\(version)\"" { return Response(status: .notModified, headers: headers) }
    return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: found.body))
  }
}
