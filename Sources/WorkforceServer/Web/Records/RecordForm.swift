import Localization
import Workforce

/// A form about one record, its fields drawn one below the other.
struct RecordForm: Sendable {
  let heading: String
  /// Where the form belongs: the crumb above it and the way out of it.
  let back: RecordLink
  let action: String
  let section: Section?
  var fields: [FormField]
  var subtitle: String?
  /// What sending it does, where that is not plain.
  var note: String?
  var button: String?
  /// Whether it takes something away.
  var isGrave = false
  /// A choice that decides what the form asks, made before it.
  var choice: RecordFilter?

  init(
    _ heading: String, back: RecordLink, action: String, section: Section?, fields: [FormField]
  ) {
    self.heading = heading
    self.back = back
    self.action = action
    self.section = section
    self.fields = fields
  }

  func form(_ words: Words) -> Form {
    var content: PageContent = [
      "heading": heading, "backURL": back.url, "backLabel": back.label, "action": action,
      "button": button ?? words["app.save"], "isGrave": isGrave,
    ]
    content["subtitle"] = subtitle
    content["note"] = note
    content["choice"] = choice?.content
    return Form("records/form", fields: fields, content: content, section: section)
  }
}

extension PageRouter {
  /// A form about a record. What another record has already is marked where it was typed.
  func recordForm(
    _ path: String, _ show: @escaping @Sendable (Visit) async throws -> RecordForm,
    submit: @escaping @Sendable (Visit, Submission) async throws -> Landing
  ) {
    form(path) { visit in
      try await show(visit).form(visit.words)
    } submit: { visit, submission in
      do {
        return try await submit(visit, submission)
      } catch let error as AppError {
        throw error.atFields
      }
    }
  }
}

extension PageRouter {
  /// A form that is answered with something shown once and never again: a code, a token.
  func revealingForm(
    _ path: String, _ show: @escaping @Sendable (Visit) async throws -> RecordForm,
    submit: @escaping @Sendable (Visit, Submission) async throws -> PageView
  ) {
    get(path) { visit in try await show(visit).form(visit.words).page() }
    post(showing: path) { visit, sent in
      let form = try await show(visit).form(visit.words)
      do {
        return try await submit(visit, Submission(body: sent.body, form: form, path: visit.path))
      } catch let error as AppError where error.code == .invalidInput || error.code == .conflict {
        return form.page(refused: sent.body, error.atFields, visit.words)
      }
    }
  }
}

extension AppError {
  /// Constraints that one field of an input breaks.
  private static let fields = [
    "constraint.a_unit_code_is_unique_within_a_firm": "code",
    "constraint.a_job_role_code_is_unique_within_a_firm": "code",
    "constraint.a_firm_code_is_unique_within_a_province": "code",
    "constraint.a_provider_code_is_unique": "code",
    "constraint.a_trainer_code_is_unique_within_a_provider": "code",
    "constraint.a_room_code_is_unique_within_a_provider": "code",
    "constraint.an_agency_code_is_unique": "code",
    "constraint.a_public_course_code_is_unique": "code",
    "constraint.a_course_code_is_unique_within_a_firm": "code",
    "constraint.a_run_code_is_unique_within_a_provider": "code",
    "constraint.tax_code_key": "taxCode",
    "constraint.a_firm_has_a_sector": "vsicSection",
    "constraint.a_firm_is_in_a_province": "provinceCode",
    "constraint.a_provider_is_in_a_province": "provinceCode",
    "constraint.an_agency_is_in_a_province": "provinceCode",
    "constraint.a_role_requires_a_competency_once_at_a_time": "competencyId",
  ]

  /// What the database refused, at the field that it refused.
  var atFields: AppError {
    if let field = Self.fields[rule] { return .invalid(field, rule, parameters) }
    return AppError(
      code, rule, parameters,
      fieldErrors: fieldErrors.map { problem in
        // A page has one field for the Vietnamese text, which stands for the whole.
        guard problem.field.hasSuffix(".vi") else { return problem }
        return FieldError(
          field: String(problem.field.dropLast(3)), rule: problem.rule,
          parameters: problem.parameters)
      })
  }
}

extension AppError {
  /// The same refusal with some fields named as the page names them.
  func naming(_ names: [String: String]) -> AppError {
    renamed { names[$0] ?? $0 }
  }

  /// A list that the page chooses in one field is marked as one, whichever of its entries is wrong.
  var atLists: AppError {
    renamed { $0.hasSuffix("]") ? String($0.prefix { $0 != "[" }) : $0 }
  }

  /// A refusal of the whole that one field of the page can mend, by its rule.
  func placing(_ fields: [String: String]) -> AppError {
    guard let field = fields[rule] else { return self }
    return .invalid(field, rule, parameters)
  }

  private func renamed(_ name: (String) -> String) -> AppError {
    AppError(
      code, rule, parameters,
      fieldErrors: fieldErrors.map { problem in
        FieldError(
          field: name(problem.field), rule: problem.rule, parameters: problem.parameters)
      })
  }
}

extension Submission {
  /// The version of the record that the form was drawn from.
  var version: Int? { text("version").flatMap { Int($0) } }

  /// A text in both languages, from two fields of the form.
  func localized(_ vi: String, _ en: String) -> LocalizedText {
    LocalizedText(vi: text(vi), en: text(en))
  }

  /// An id among the fields; nil when it is absent or none.
  func id<Entity>(_ field: String) -> ID<Entity>? {
    text(field).flatMap { ID($0) }
  }

  /// The text unless it says what is there already, so that only a change is recorded.
  func changed(_ field: String, from present: String?) -> String? {
    guard let text = text(field), text != present else { return nil }
    return text
  }
}
