import Synchronization

/// A value that several tasks of a test share.
package final class TestBox<Value: Sendable>: Sendable {
  private let storage: Mutex<Value>

  package init(_ value: Value) {
    storage = Mutex(value)
  }

  package var value: Value {
    get { storage.withLock { $0 } }
    set { storage.withLock { $0 = newValue } }
  }

  /// Changes the value while nobody else reads or writes it.
  package func change(_ body: (inout Value) -> Void) {
    storage.withLock { body(&$0) }
  }
}
