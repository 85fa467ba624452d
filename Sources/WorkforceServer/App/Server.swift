import HTTPTypes
import Hummingbird
import Localization
import Logging
import Workforce

/// What the server is made of; a test gives another of each.
package struct ServerParts: Sendable {
  package let app: App
  package let registry: Registry
  package let authentication: Authentication
  package let configuration: ServerConfiguration
  package let logger: Logger
  /// Whether requests can be answered: the database is there and its schema is known.
  package let isReady: @Sendable () async -> Bool

  package init(
    app: App, registry: Registry, authentication: Authentication,
    configuration: ServerConfiguration, logger: Logger,
    isReady: @escaping @Sendable () async -> Bool
  ) {
    self.app = app
    self.registry = registry
    self.authentication = authentication
    self.configuration = configuration
    self.logger = logger
    self.isReady = isReady
  }
}

/// The service as HTTP speaks it: the API of the registry, the pages and the probes.
package enum Server {
  /// Listens until its task is cancelled or the process is told to stop.
  package static func application(
    _ parts: ServerParts, onRunning: @escaping @Sendable (_ port: Int?) async -> Void
  ) throws -> some ApplicationProtocol {
    let configuration = parts.configuration
    return Application(
      router: try router(parts), server: LoopBoundHTTP.builder,
      configuration: ApplicationConfiguration(
        address: .hostname(configuration.host, port: configuration.port)),
      onServerRunning: { await onRunning($0.localAddress?.port) },
      eventLoopGroupProvider: .shared(LoopBoundHTTP.loops),
      logger: RequestLogHandler.logger(parts.logger))
  }

  package static func router(_ parts: ServerParts) throws -> Router<KynangContext> {
    let site = Site(
      app: parts.app, templates: try .shipped(), assets: try .shipped(),
      authentication: parts.authentication,
      cookies: PageCookies(isSecure: parts.configuration.isBehindTLS),
      bodyLimit: parts.configuration.bodyLimit,
      publicURL: parts.configuration.publicURL.map {
        $0.hasSuffix("/") ? String($0.dropLast()) : $0
      },
      navigation: .whole)
    let metrics = Metrics()
    let router = Router(context: KynangContext.self, options: .autoGenerateHeadEndpoints)
    addMiddleware(to: router, parts, site: site, metrics: metrics)
    // First, because the router looks through its addresses in the order in which they came.
    APIRoutes(
      registry: parts.registry, app: parts.app, authentication: parts.authentication,
      bodyLimit: parts.configuration.bodyLimit,
      description: try OpenAPIDocument(registry: parts.registry, words: Words(.en)).json()
    ).mount(on: router)
    Probes(metrics: metrics, isReady: parts.isReady).mount(on: router)
    site.assets.mount(on: router)
    let visitors = router.group()
      .add(middleware: LongWorkMiddleware())
      .add(middleware: FormKeeping(site: site))
      .add(
        middleware: VisitorRecognition(
          authentication: parts.authentication, cookies: site.cookies)
      )
      .add(middleware: FormKeeping(site: site))
    Pages.mount(
      PageRouter(responder: PageResponder(site: site), router: visitors), parts.registry)
    return router
  }

  private static func addMiddleware(
    to router: Router<KynangContext>, _ parts: ServerParts, site: Site, metrics: Metrics
  ) {
    let errorPage = ErrorPage(site: site)
    router.addMiddleware {
      RequestPreparation()
      Observation(
        metrics: metrics, logger: parts.logger, logsRequests: parts.configuration.logsRequests)
      SecurityHeaders(isBehindTLS: parts.configuration.isBehindTLS)
      ErrorRendering(bodyLimit: parts.configuration.bodyLimit, logger: parts.logger) {
        try await errorPage.draw($0, $1, $2)
      }
    }
  }
}
