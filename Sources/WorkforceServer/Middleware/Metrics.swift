import HTTPTypes
import Hummingbird
import NIOCore
import Synchronization

/// Counts of requests by method, route and status, and how long they took: never a path, a query, a
/// person.
package final class Metrics: Sendable {
  private struct Key: Hashable {
    let method: String
    let route: String
    let status: Int
  }

  private struct Counts {
    var requests = 0
    var nanoseconds = 0
    var buckets = [Int](repeating: 0, count: Metrics.limits.count)

    mutating func add(_ duration: Int, bucket: Int?) {
      requests += 1
      nanoseconds += duration
      if let bucket { buckets[bucket] += 1 }
    }
  }

  /// Upper limits of the histogram, in nanoseconds.
  private static let limits = [
    1_000_000, 5_000_000, 25_000_000, 100_000_000, 500_000_000, 2_500_000_000, 10_000_000_000,
  ]

  private let counts = Mutex<[Key: Counts]>([:])

  package init() {}

  func record(method: String, route: String, status: Int, duration: Duration) {
    let parts = duration.components
    let nanoseconds = Int(parts.seconds) * 1_000_000_000 + Int(parts.attoseconds / 1_000_000_000)
    let bucket = Self.limits.firstIndex { nanoseconds <= $0 }
    counts.withLock { counts in
      counts[Key(method: method, route: route, status: status), default: Counts()]
        .add(nanoseconds, bucket: bucket)
    }
  }

  /// The counts in the Prometheus text format, version 0.0.4.
  package func text() -> String {
    let entries = counts.withLock { $0 }.sorted {
      ($0.key.route, $0.key.method, $0.key.status) < ($1.key.route, $1.key.method, $1.key.status)
    }
    var lines = ["# TYPE kynang_http_request_duration_seconds histogram"]
    for (key, counts) in entries {
      let labels = "method=\"\(key.method)\",route=\"\(key.route)\",status=\"\(key.status)\""
      let name = "kynang_http_request_duration_seconds"
      var below = 0
      for (limit, count) in zip(Self.limits, counts.buckets) {
        below += count
        lines.append("\(name)_bucket{\(labels),le=\"\(Double(limit) / 1e9)\"} \(below)")
      }
      lines.append("\(name)_bucket{\(labels),le=\"+Inf\"} \(counts.requests)")
      lines.append("\(name)_sum{\(labels)} \(Double(counts.nanoseconds) / 1e9)")
      lines.append("\(name)_count{\(labels)} \(counts.requests)")
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
