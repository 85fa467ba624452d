/// An event loop that has sent reads waits for the answers itself, for a moment, so that no other thread is
/// woken for them.
extension Dispatcher {
  /// Milliseconds that an event loop waits for one answer. Less would make it the next timer of its processor,
  /// and setting that costs a virtual machine more than the answer.
  static let patience: Int32 = 10
  /// Longest that answers which do come keep an event loop from others who wait for it.
  static let attention = Duration.milliseconds(2)
  /// Reads that are left to the thread after one whose answer did not come soon.
  static let inattention = 16

  /// After an event loop has sent a read. True if it is to wait now; it may do so already.
  func attend(_ connection: Connection) -> Bool {
    if let attended {
      if attended !== connection { connection.isAttended = false }
      return false
    }
    let mustLeave = unattended > 0
    if mustLeave { unattended -= 1 }
    guard !mustLeave, connection.isReady, !connection.needsFlush, !connection.exchanges.isEmpty
    else {
      connection.isAttended = false
      return false
    }
    connection.isAttended = true
    attended = connection
    attentionEnds = .now + Self.attention
    return true
  }

  /// After an event loop has waited. True if it is to wait again.
  func waited(isReady: Bool) -> Bool {
    guard let connection = attended else { return false }
    if isReady {
      hasGuest = true
      connection.ready()
      hasGuest = false
    }
    // It was lost, or more are wanted: the thread of the connections begins the next one.
    if connection.isDown || !reads.isEmpty { _ = inbox.post(.look) }
    // It was lost; another may have taken its place.
    guard attended === connection else { return attended != nil }
    if connection.exchanges.isEmpty {
      attended = nil
      return false
    }
    if isReady, .now < attentionEnds { return true }
    if !isReady { unattended = Self.inattention }
    attended = nil
    connection.isAttended = false
    return false
  }
}
