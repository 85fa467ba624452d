import Localization
import Workforce
import WorkforceServer

/// What a call of an operation looks like, for its help.
enum CommandExample {
  /// Those that people make most, as they make them.
  private static let usual: [String: [String]] = [
    "employee.import": ["staff.csv --dry-run", "staff.csv"],
    "import.preview": ["--kind staff nhan-su.xlsx", "--kind observation so-lieu.xlsx"],
    "import.template": [
      "--kind staff --format xlsx --output mau.xlsx",
      "--kind observation --recorded --format csv --output so-lieu.csv",
    ],
    "import.map": ["--import-id ID --fields code,fullName,-,startsOn"],
    "employee.list": ["--search \"nguyen van a\"", "--all --format csv"],
    "employee.create": [
      "--code NV001 --full-name \"Nguyễn Thị An\" --starts-on 2026-12-01"
    ],
    "employee.merge": [
      "--employee-id STAYS --merged-id GOES --reason \"entered twice\"",
      "--employee-id STAYS --merged-id GOES --take phone,email --reason \"entered twice\"",
    ],
    "employee.unmerge": ["--merge-id ID --keep-apart --reason \"two people\""],
    "enrolment.preview": ["--course-run-id ID --employee-codes NV001,NV002"],
    "enrolment.create": ["--course-run-id ID --employee-codes NV001,NV002"],
    "enrolment.list": [
      "--state enrolled --columns employeeCode,displayName,courseRunCode", "--as-of 2026-06-30",
    ],
    "course-run.list": ["--state open --has-free-seats", "--search \"bang tinh\""],
    "attendance.record": [
      "--session-id ID --marks "
        + "'[{\"enrolmentId\":\"ID\",\"halfDay\":\"morning\",\"mark\":\"present\"}]'",
      "--session-id ID --marks @marks.json",
    ],
    "completion.record": [
      "--course-run-id ID --entries '[{\"enrolmentId\":\"ID\",\"result\":\"completed\"}]'"
    ],
    "skill-gap.coverage": ["--as-of 2026-06-30"],
  ]

  /// - Parameter group: the command that the noun stands under; nil for none.
  static func discussion(of operation: Operation, group: String?, _ words: Words) -> String {
    let command = ["kynang", group, operation.noun, operation.verb].compactMap { $0 }
      .joined(separator: " ")
    let calls = usual[operation.name] ?? [required(operation)]
    let lines = calls.map { broken("  \(command) \($0)") }
    return ([words["cli.examples"]] + lines + shapes(operation, words)).joined(separator: "\n")
  }

  /// The words that a call must have; what is left out of it by choice is `<options>`.
  static func usage(of operation: Operation, group: String?) -> String {
    let needed = operation.input.fields.map(CommandField.init).filter(\.isNeeded).map { field in
      field.kind == .file ? "<\(field.option)>" : "--\(field.option) <\(field.option)>"
    }
    return
      (["kynang", group, operation.noun, operation.verb].compactMap { $0 } + needed + [
        "[<options>]"
      ])
      .joined(separator: " ")
  }

  /// A call that is too long for a line goes on below, as a shell takes it.
  private static func broken(_ call: String) -> String {
    var lines = [""]
    for part in call.split(separator: " --").enumerated() {
      let text = part.offset == 0 ? String(part.element) : " --\(part.element)"
      if part.offset > 0, lines[lines.count - 1].count + text.count > 74 {
        lines[lines.count - 1] += " \\"
        lines.append("   " + text)
      } else {
        lines[lines.count - 1] += text
      }
    }
    return lines.joined(separator: "\n")
  }

  /// What the JSON of each option that takes some looks like.
  private static func shapes(_ operation: Operation, _ words: Words) -> [String] {
    operation.input.fields.map(CommandField.init).filter { $0.kind == .json }
      .flatMap { field -> [String] in
        let more = JSONSample.optionalFields(field.shape)
        return [
          "", words["cli.field_json_shape", ["option": field.option]],
          "  " + JSONSample.text(field.shape),
        ]
          + (more.isEmpty
            ? [] : [words["cli.field_json_more", ["fields": more.joined(separator: ", ")]]])
      }
  }

  /// Every field that must be given, each with a value of its kind.
  private static func required(_ operation: Operation) -> String {
    operation.input.fields.map(CommandField.init).filter { !$0.isOptional }
      .map { field in
        switch field.kind {
        case .file: "FILE"
        case .flag: "--\(field.option)"
        case .openFlag: "--\(field.option)"
        case .text, .choice, .list, .localized, .json: "--\(field.option) \(value(field))"
        }
      }
      .joined(separator: " ")
  }

  private static func value(_ field: CommandField) -> String {
    switch field.shape {
    case .text("uuid"): "ID"
    case .text("date"): "2026-12-01"
    case .text("date-time"): "2026-12-01T02:00:00Z"
    case .text, .object, .map:
      field.shape.isLocalizedText || field.kind == .text ? "\"…\"" : "@FILE"
    case .integer, .number: field.name == "year" ? "2026" : "1"
    case .boolean: "true"
    case .enumeration(let names): names.first ?? "…"
    case .array(let element): element.isScalar ? "A,B" : "@FILE"
    }
  }
}
