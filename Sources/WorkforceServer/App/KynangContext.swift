import Hummingbird
import Localization
import Logging
import Workforce

/// What is known of one request while it is answered.
package struct KynangContext: RequestContext {
  package var coreContext: CoreRequestContextStorage
  /// Given to the client as `X-Request-Id`, to the audit and to the log.
  package let requestID: String
  /// The language of the answer: a choice kept in a cookie, else what the client accepts.
  package var language: Language
  /// The browser's session; nil outside pages and before sign-in.
  package var visitor: Visitor?

  package init(source: ApplicationRequestContextSource) {
    coreContext = CoreRequestContextStorage(source: source)
    requestID = source.logger[metadataKey: "hb.request.id"]?.description ?? RequestID().description
    language = .vi
    visitor = nil
  }
}

/// Keeps what is said of a request until a line is written. The handlers of swift-log write it all out
/// for each request, whether a line comes or not.
struct RequestLogHandler: LogHandler {
  private var handler: any LogHandler
  var metadata: Logger.Metadata = [:]

  var logLevel: Logger.Level {
    get { handler.logLevel }
    set { handler.logLevel = newValue }
  }

  static func logger(_ logger: Logger) -> Logger {
    Logger(label: logger.label) { _ in RequestLogHandler(handler: logger.handler) }
  }

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    var event = event
    event.metadata = metadata.merging(event.metadata ?? [:]) { $1 }
    handler.log(event: event)
  }
}
