/// What arrives on a channel.
package enum Notification: Hashable, Sendable {
  case notification(channel: String, payload: String)
  /// Listening has begun, or begun again after a loss: what was sent before has not been seen.
  case established(channel: String)
}
