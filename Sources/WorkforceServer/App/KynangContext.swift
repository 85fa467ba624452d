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
