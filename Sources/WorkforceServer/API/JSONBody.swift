import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// How much is read of somebody who has not signed in, wherever they send it: reading costs the service more than
/// sending costs them, and nothing that they may ask for is longer.
enum StrangersBody {
  static let limit = 64 << 10
}

extension Request {
  /// The JSON of the body; nil when there is none. Throws `unsupportedMediaType`, `bodyTooLarge`.
  func jsonBody(limit: Int) async throws -> Data? {
    let buffer = try await collectedBody(limit: limit)
    guard buffer.readableBytes > 0 else { return nil }
    let type = (headers[.contentType] ?? "").prefix { $0 != ";" && $0 != " " }.lowercased()
    guard type == "application/json" || type.hasSuffix("+json") else {
      throw RequestRefusal.unsupportedMediaType(expected: "application/json")
    }
    return Data(buffer.readableBytesView)
  }

  /// The whole body. Throws `bodyTooLarge`, where its length is told before it is read.
  func collectedBody(limit: Int) async throws -> ByteBuffer {
    if let length = headers[.contentLength].flatMap({ Int($0) }), length > limit {
      try await passOver(length)
      throw RequestRefusal.bodyTooLarge(limit: limit)
    }
    do {
      return try await body.collect(upTo: limit)
    } catch is NIOTooManyBytesError {
      throw RequestRefusal.bodyTooLarge(limit: limit)
    }
  }

  /// Lets a refused body go by, unkept: who sends all of it before listening would otherwise wait for ever
  /// where the connection is to be closed. Who asks first is answered at once, and nobody is listened to
  /// for more than 256 MiB.
  private func passOver(_ length: Int) async throws {
    guard headers[.expect] == nil, length <= 256 << 20 else { return }
    for try await _ in body {}
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
