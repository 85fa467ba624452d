import Localization
import Workforce

/// The lines of a course's form that hold what it brings and what it asks for, a few of them empty.
struct CourseRows: Sendable {
  private let outcomes: [CourseDetails.Outcome]
  private let prerequisites: [CourseDetails.Prerequisite]

  /// - Parameter course: nil for a new one.
  init(_ course: CourseDetails?) {
    outcomes = course?.outcomes ?? []
    prerequisites = course?.prerequisites ?? []
  }

  private var outcomeCount: Int { max(5, outcomes.count + 2) }
  private var prerequisiteCount: Int { max(3, prerequisites.count + 2) }

  func fields(
    competencies: [FormField.Choice], courses: [FormField.Choice], _ words: Words
  ) -> [FormField] {
    let levels = (1...8).map { FormField.Choice("\($0)", "\($0)") }
    let competencies = competencies.keeping(recordedCompetencies(words), words)
    let courses = courses.keeping(recordedCourses(words), words)
    let brought = (0..<outcomeCount).flatMap { row -> [FormField] in
      let outcome = outcomes.indices.contains(row) ? outcomes[row] : nil
      return [
        line(
          "competency", row, "course.competency", outcome?.competencyId.description, competencies),
        line("entry", row, "course.entry_level", outcome?.entryLevel.map(String.init), levels),
        line("target", row, "course.target_level", outcome.map { "\($0.targetLevel)" }, levels),
      ]
    }
    let asked = (0..<prerequisiteCount).flatMap { row -> [FormField] in
      let asked = prerequisites.indices.contains(row) ? prerequisites[row] : nil
      return [
        FormField.found(
          "needsCourse.\(row)", "\(words["course.needs_course"]) \(row + 1)", in: "courses",
          value: asked?.courseId?.description, choices: courses, .optional),
        line(
          "needs", row, "course.needs_competency", asked?.competencyId?.description, competencies),
        line(
          "needsLevel", row, "course.minimum_level", asked?.minimumLevel.map(String.init), levels),
      ].map { field in
        var field = field
        field.list = "prerequisiteFields"
        return field
      }
    }
    return brought + asked

    func line(
      _ name: String, _ row: Int, _ label: String, _ value: String?, _ choices: [FormField.Choice]
    ) -> FormField {
      .select(
        "\(name).\(row)", "\(words[label]) \(row + 1)", value: value, choices: choices, .optional)
    }
  }

  /// What the course has already, which the lists may no longer offer.
  private func recordedCompetencies(_ words: Words) -> [FormField.Choice] {
    func choice(_ id: ID<Competency>, _ code: String?, _ title: LocalizedText?) -> FormField.Choice
    {
      FormField.Choice(
        id.description,
        [code, title?.text(english: words.isEnglish)].compactMap { $0 }.joined(separator: " "))
    }
    return outcomes.map { choice($0.competencyId, $0.competencyCode, $0.competencyTitle) }
      + prerequisites.compactMap { asked in
        asked.competencyId.map { choice($0, asked.competencyCode, asked.competencyTitle) }
      }
  }

  private func recordedCourses(_ words: Words) -> [FormField.Choice] {
    prerequisites.compactMap { asked in
      guard let id = asked.courseId, let code = asked.courseCode, let title = asked.courseTitle
      else { return nil }
      return CourseChoices.choice(id, code, title, words)
    }
  }

  /// What the lines of a sent form say, and which field of the page each part of it stands in.
  struct Sent {
    private(set) var outcomes: [OutcomeInput] = []
    private(set) var prerequisites: [PrerequisiteInput] = []
    private(set) var names: [String: String] = [:]

    /// Throws `invalidInput` naming the page's fields.
    init(_ submission: Submission, _ rows: CourseRows) throws(AppError) {
      var problems = Problems()
      for row in 0..<rows.outcomeCount {
        let texts = ["competency", "entry", "target"].map { submission.text("\($0).\(row)") }
        guard texts.contains(where: { $0 != nil }) else { continue }
        let competency = texts[0].flatMap { ID<Competency>($0) }
        let target = texts[2].flatMap(Int.init)
        if competency == nil { problems.add("competency.\(row)", "field.required") }
        if target == nil { problems.add("target.\(row)", "field.required") }
        guard let competency, let target else { continue }
        let path = "outcomes[\(outcomes.count)]"
        names["\(path).competencyId"] = "competency.\(row)"
        names["\(path).entryLevel"] = "entry.\(row)"
        names["\(path).targetLevel"] = "target.\(row)"
        outcomes.append(
          OutcomeInput(
            competencyId: competency, entryLevel: texts[1].flatMap(Int.init), targetLevel: target))
      }
      for row in 0..<rows.prerequisiteCount {
        let named = submission.text("needsCourse.\(row)")
        let course = named.flatMap { ID<Course>($0) }
        if named != nil, course == nil {
          problems.add("needsCourse.\(row)", "field.not_in_the_list")
        }
        let competency = submission.text("needs.\(row)").flatMap { ID<Competency>($0) }
        let level = submission.text("needsLevel.\(row)").flatMap(Int.init)
        guard course != nil || competency != nil || level != nil else { continue }
        let path = "prerequisites[\(prerequisites.count)]"
        names[path] = "needsCourse.\(row)"
        names["\(path).courseId"] = "needsCourse.\(row)"
        names["\(path).competencyId"] = "needs.\(row)"
        names["\(path).minimumLevel"] = "needsLevel.\(row)"
        prerequisites.append(
          PrerequisiteInput(courseId: course, competencyId: competency, minimumLevel: level))
      }
      try problems.throwIfAny()
    }
  }
}
