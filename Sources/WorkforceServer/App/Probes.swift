import HTTPTypes
import Hummingbird
import NIOCore

/// What machines that look after the service ask it.
struct Probes: Sendable {
  let metrics: Metrics
  let isReady: @Sendable () async -> Bool

  func mount(on router: Router<KynangContext>) {
    // Answers as long as the process can: a failing one is to be restarted.
    router.get("healthz") { _, _ in Self.text("ok\n", .ok) }
    // Refuses while requests would fail: traffic is to be kept away.
    router.get("readyz") { _, _ in
      await isReady() ? Self.text("ready\n", .ok) : Self.text("not ready\n", .serviceUnavailable)
    }
    router.get("metrics") { _, _ in Self.text(metrics.text(), .ok) }
  }

  private static func text(_ text: String, _ status: HTTPResponse.Status) -> Response {
    Response(
      status: status,
      headers: [.contentType: "text/plain; charset=utf-8", .cacheControl: "no-store"],
      body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
  }
}
