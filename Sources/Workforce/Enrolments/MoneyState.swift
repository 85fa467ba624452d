/// What has become of the money of an enrolment.
package enum MoneyState: String, Codable, Sendable, CaseIterable {
  /// Somebody waits; the money is needed if they get a seat.
  case planned
  /// Somebody has a seat before the run has begun.
  case committed
  /// The run was attended, completed, or left after the cut-off.
  case spent
  /// Somebody left before the cut-off, or the run was called off before it was paid for.
  case released
}

/// Where an enrolment stands.
package enum EnrolmentState: String, Codable, Sendable, CaseIterable {
  case enrolled, waitlisted, withdrawn
  /// The run was called off.
  case cancelled

  /// Whether the person still has a seat or a place in the queue.
  package var isStanding: Bool {
    switch self {
    case .enrolled, .waitlisted: true
    case .withdrawn, .cancelled: false
    }
  }
}
