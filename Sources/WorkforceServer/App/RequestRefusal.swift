import HTTPTypes

/// What HTTP itself refuses, before any use case is asked.
package enum RequestRefusal: Error, Equatable {
  case malformed
  case noSuchAddress
  case methodNotAllowed([String])
  case bodyTooLarge(limit: Int)
  case unsupportedMediaType(expected: String)
  case preconditionRequired
  case preconditionMalformed
  case idempotencyKeyMalformed
  /// A form whose token does not belong to the browser's session.
  case formExpired
  /// A form that was drawn while its reader worked somewhere else; both places as they are called.
  case formOfAnotherPlace(opened: String, present: String)
  /// A form of somebody who has not chosen a workplace.
  case formWithoutPlace

  var status: HTTPResponse.Status {
    switch self {
    case .malformed, .preconditionMalformed, .idempotencyKeyMalformed: .badRequest
    case .noSuchAddress: .notFound
    case .methodNotAllowed: .methodNotAllowed
    case .bodyTooLarge: .contentTooLarge
    case .unsupportedMediaType: .unsupportedMediaType
    case .preconditionRequired: .preconditionRequired
    case .formExpired, .formOfAnotherPlace, .formWithoutPlace: .forbidden
    }
  }

  /// The `code` of the problem document.
  var code: String {
    switch self {
    case .malformed, .preconditionMalformed, .idempotencyKeyMalformed: "badRequest"
    case .noSuchAddress: "notFound"
    case .methodNotAllowed: "methodNotAllowed"
    case .bodyTooLarge: "bodyTooLarge"
    case .unsupportedMediaType: "unsupportedMediaType"
    case .preconditionRequired: "preconditionRequired"
    case .formExpired, .formOfAnotherPlace, .formWithoutPlace: "forbidden"
    }
  }

  var titleKey: String {
    switch self {
    case .malformed, .preconditionMalformed, .idempotencyKeyMalformed: "problem_title.bad_request"
    case .noSuchAddress: "problem_title.notFound"
    case .methodNotAllowed: "problem_title.method_not_allowed"
    case .bodyTooLarge: "problem_title.body_too_large"
    case .unsupportedMediaType: "problem_title.unsupported_media_type"
    case .preconditionRequired: "problem_title.precondition_required"
    case .formExpired, .formOfAnotherPlace, .formWithoutPlace: "problem_title.forbidden"
    }
  }

  /// The rule, spelled like those of `AppError`.
  var rule: String {
    switch self {
    case .malformed: "error.bad_request"
    case .noSuchAddress: "error.no_such_address"
    case .methodNotAllowed: "error.method_not_allowed"
    case .bodyTooLarge: "error.body_too_large"
    case .unsupportedMediaType: "error.unsupported_media_type"
    case .preconditionRequired: "error.precondition_required"
    case .preconditionMalformed: "error.precondition_malformed"
    case .idempotencyKeyMalformed: "error.idempotency_key_malformed"
    case .formExpired: "error.form_expired"
    case .formOfAnotherPlace: "error.form_of_another_place"
    case .formWithoutPlace: "error.form_without_place"
    }
  }

  var parameters: [String: String] {
    switch self {
    case .methodNotAllowed(let methods): ["methods": methods.joined(separator: ", ")]
    case .bodyTooLarge(let limit):
      ["limit": limit < 1 << 20 ? "\(limit >> 10) KiB" : "\(limit >> 20) MiB"]
    case .unsupportedMediaType(let expected): ["expected": expected]
    case .formOfAnotherPlace(let opened, let present): ["opened": opened, "present": present]
    case .malformed, .noSuchAddress, .preconditionRequired, .preconditionMalformed,
      .idempotencyKeyMalformed, .formExpired, .formWithoutPlace:
      [:]
    }
  }
}
