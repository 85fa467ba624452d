import Localization
import Workforce

extension Site {
  /// How the workplace that a form was drawn at and the present one are called to the visitor: nil for one that is none
  /// of theirs, or not chosen.
  func places(
    _ token: FormToken, _ context: KynangContext
  ) async throws(AppError) -> (opened: String?, present: String?) {
    guard let visitor = context.visitor, let session = visitor.session else { return (nil, nil) }
    let words = Words(context.language)
    let workplaces = try await authentication.workplaces(visitor.secret)
    let opened = workplaces.first { $0.membershipId == token.place }
    return (opened.map(words.name), words.name(session))
  }
}

extension Words {
  /// A workplace with the role in it: one firm may be two workplaces of one person.
  func name(_ place: Workplace) -> String { name(place.name, place.role) }

  /// Where somebody works now; nil before they have chosen.
  func name(_ session: BrowserSession) -> String? {
    session.principal.map { name(session.placeName ?? "", $0.role) }
  }

  private func name(_ place: String, _ role: Role) -> String {
    place.isEmpty ? self[role.wordKey] : "\(place) (\(self[role.wordKey]))"
  }
}
