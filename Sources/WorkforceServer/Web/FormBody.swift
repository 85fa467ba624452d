import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// A file that a form brought.
package struct UploadedFile: Sendable {
  package let name: String
  package let bytes: [UInt8]

  /// The text of a UTF-8 file, without its byte order mark; nil when it is something else.
  package var text: String? {
    let content = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
    return String(validating: content, as: UTF8.self)
  }
}

/// What a form sent.
package struct FormBody: Sendable {
  package let values: [String: [String]]
  package let files: [String: UploadedFile]

  /// Four for each of 4,000 people of a roster, and some.
  fileprivate static let mostFields = 20_000

  /// Throws `unsupportedMediaType`, `bodyTooLarge`, `malformed`.
  static func read(_ request: Request, limit: Int) async throws -> FormBody {
    let buffer = try await request.collectedBody(limit: limit)
    let header = request.headers[.contentType] ?? ""
    switch header.prefix(while: { $0 != ";" && $0 != " " }).lowercased() {
    case "application/x-www-form-urlencoded":
      let ends = buffer.readableBytesView.count { $0 == UInt8(ascii: "&") }
      guard ends < mostFields else { throw RequestRefusal.malformed }
      let text = String(decoding: buffer.readableBytesView, as: UTF8.self)
      return FormBody(values: try QueryText.parse(text), files: [:])
    case "multipart/form-data":
      guard let boundary = Multipart.boundary(in: header) else { throw RequestRefusal.malformed }
      return try Multipart.form([UInt8](buffer.readableBytesView), boundary: boundary)
    default:
      throw RequestRefusal.unsupportedMediaType(expected: "application/x-www-form-urlencoded")
    }
  }
}

/// Forms with files. Source: RFC 7578.
enum Multipart {
  static func boundary(in header: String) -> String? {
    for parameter in header.split(separator: ";").dropFirst() {
      let trimmed = parameter.drop { $0 == " " }
      guard trimmed.lowercased().hasPrefix("boundary=") else { continue }
      let value = trimmed.dropFirst("boundary=".count).filter { $0 != "\"" }
      return value.isEmpty || value.utf8.count > 70 ? nil : String(value)
    }
    return nil
  }

  static func form(_ body: [UInt8], boundary: String) throws(RequestRefusal) -> FormBody {
    let delimiter = Array("--\(boundary)".utf8)
    var values: [String: [String]] = [:]
    var files: [String: UploadedFile] = [:]
    let starts = positions(of: delimiter, in: body[...], most: FormBody.mostFields + 2)
    guard starts.count >= 2, starts.count <= FormBody.mostFields + 1 else { throw .malformed }
    for (start, end) in zip(starts, starts.dropFirst()) {
      // After the delimiter stands a line end; so it does before the next one.
      let part = body[(start + delimiter.count)..<end]
      guard part.count >= 4 else { throw .malformed }
      try read(part.dropFirst(2).dropLast(2), into: &values, &files)
    }
    return FormBody(values: values, files: files)
  }

  private static func read(
    _ part: ArraySlice<UInt8>, into values: inout [String: [String]],
    _ files: inout [String: UploadedFile]
  ) throws(RequestRefusal) {
    guard let gap = positions(of: Array("\r\n\r\n".utf8), in: part.prefix(4096), most: 1).first
    else { throw .malformed }
    let head = String(decoding: part[..<gap], as: UTF8.self)
    let content = part[(gap + 4)...]
    guard let name = parameter("name", in: head) else { throw .malformed }
    if let file = parameter("filename", in: head) {
      // A form without a chosen file sends an empty one.
      if !file.isEmpty || !content.isEmpty {
        files[name] = UploadedFile(name: file, bytes: [UInt8](content))
      }
    } else {
      guard let text = String(validating: content, as: UTF8.self) else { throw .malformed }
      values[name, default: []].append(text)
    }
  }

  private static func parameter(_ name: String, in head: String) -> String? {
    guard let start = head.firstRange(of: " \(name)=\"") else { return nil }
    return String(head[start.upperBound...].prefix { $0 != "\"" && $0 != "\r" })
  }

  /// Indices of the bytes at which a pattern begins, none within another.
  private static func positions(
    of pattern: [UInt8], in bytes: ArraySlice<UInt8>, most: Int
  ) -> [Int] {
    bytes.withUnsafeBytes { all in
      guard let first = all.baseAddress else { return [] }
      var found: [Int] = []
      var from = 0
      while found.count < most, from + pattern.count <= all.count,
        let start = memchr(first + from, Int32(pattern[0]), all.count - from - pattern.count + 1)
      {
        let offset = UnsafeRawPointer(start) - first
        let isWhole = memcmp(start, pattern, pattern.count) == 0
        if isWhole { found.append(bytes.startIndex + offset) }
        from = offset + (isWhole ? pattern.count : 1)
      }
      return found
    }
  }
}
