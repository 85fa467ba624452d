import Foundation
import Postgres

extension ReferenceData {
  var frameworkCalls: [Call] {
    [
      call(
        "reference.upsert_frameworks",
        [
          frameworks.map(\.id), frameworks.map(\.code), frameworks.map(\.version),
          frameworks.map(\.kind.rawValue), frameworks.map(\.name.vi), frameworks.map(\.name.en),
          frameworks.map(\.levelCount), frameworks.map(\.validFrom), frameworks.map(\.isDefault),
        ], frameworks.map(\.provenance)),
      call(
        "reference.upsert_levels",
        [
          levels.map { ReferenceID.framework($0.framework) }, levels.map(\.level),
          levels.map(\.shortCode), levels.map(\.bandCode), levels.map(\.band.vi),
          levels.map(\.band.en), levels.map(\.name.vi), levels.map(\.name.en),
          levels.map(\.description.vi), levels.map(\.description.en),
        ], levels.map(\.provenance)),
      call(
        "reference.upsert_areas",
        [
          areas.map { ReferenceID.framework($0.framework) }, areas.map(\.code),
          areas.map(\.ordinal), areas.map(\.title.vi), areas.map(\.title.en),
        ], areas.map(\.provenance)),
      call(
        "reference.upsert_competencies",
        [
          competencies.map(\.id), competencies.map { ReferenceID.framework($0.framework) },
          competencies.map(\.area), competencies.map(\.code), competencies.map(\.ordinal),
          competencies.map(\.title.vi), competencies.map(\.title.en),
          competencies.map { $0.scope?.vi }, competencies.map { $0.scope?.en },
        ], competencies.map(\.provenance)),
    ]
  }

  var crosswalkCalls: [Call] {
    let compared = Set(
      crosswalk.map { FrameworkPair(from: $0.fromFramework, to: $0.toFramework) })
    let pairs = Array(compared)
    return [
      Call(
        Statement(named: "reference.withdraw_judgements"),
        [
          crosswalk.map(\.id), pairs.map { ReferenceID.framework($0.from) },
          pairs.map { ReferenceID.framework($0.to) },
        ]),
      call(
        "reference.upsert_judgements",
        [
          crosswalk.map(\.id),
          crosswalk.map { ReferenceID.competency($0.fromFramework, $0.fromCode) },
          crosswalk.map { ReferenceID.framework($0.toFramework) },
          crosswalk.map { row in row.toCode.map { ReferenceID.competency(row.toFramework, $0) } },
          crosswalk.map(\.relation.rawValue), crosswalk.map(\.confidence),
        ], crosswalk.map(\.provenance)),
      Call(Statement(named: "reference.withdraw_equivalences"), []),
      Call(Statement(named: "reference.derive_equivalences"), []),
    ]
  }

  var roleCalls: [Call] {
    let requiredBy = requirements.map { ReferenceID.roleTemplate($0.role) }
    let required = requirements.map { ReferenceID.competency($0.framework, $0.competency) }
    return [
      call(
        "reference.upsert_role_templates",
        [
          roles.map(\.id), roles.map(\.code), roles.map(\.title.vi), roles.map(\.title.en),
          roles.map(\.sectionVersion), roles.map(\.sectionLetter),
        ], roles.map(\.provenance)),
      Call(
        Statement(named: "reference.withdraw_template_requirements"), [requiredBy, required]),
      call(
        "reference.upsert_template_requirements",
        [requiredBy, required, requirements.map(\.level)], requirements.map(\.provenance)),
    ]
  }

  private struct FrameworkPair: Hashable {
    let from: String
    let to: String
  }
}
