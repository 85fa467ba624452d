import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

extension Request {
  /// The JSON of the body; nil when there is none. Throws `unsupportedMediaType`, `bodyTooLarge`.
  func jsonBody(limit: Int) async throws -> Data? {
    if let length = headers[.contentLength].flatMap({ Int($0) }), length > limit {
      throw RequestRefusal.bodyTooLarge(limit: limit)
    }
    let buffer = try await collectedBody(limit: limit)
    guard buffer.readableBytes > 0 else { return nil }
    let type = (headers[.contentType] ?? "").prefix { $0 != ";" && $0 != " " }.lowercased()
    guard type == "application/json" || type.hasSuffix("+json") else {
      throw RequestRefusal.unsupportedMediaType(expected: "application/json")
    }
    return Data(buffer.readableBytesView)
  }

  func collectedBody(limit: Int) async throws -> ByteBuffer {
    do {
      return try await body.collect(upTo: limit)
    } catch is NIOTooManyBytesError {
      throw RequestRefusal.bodyTooLarge(limit: limit)
    }
  }
}

/// Answers whose JSON is there already: no encoder, no header that is made anew.
enum JSONAnswer {
  private static let plain: HTTPFields = [
    .contentType: "application/json; charset=utf-8", .cacheControl: "no-store",
  ]

  static func response(
    _ json: [UInt8], status: HTTPResponse.Status, headers extra: HTTPFields
  ) -> Response {
    var headers = plain
    for field in extra { headers.append(field) }
    return Response(
      status: status, headers: headers,
      body: ResponseBody(byteBuffer: ByteBuffer(bytes: json)))
  }
}
