/// What one part of a workbook refers to, by the identifiers that it uses for them.
final class Relationships: XMLPartReader {
  struct Target {
    /// The last word of the type, such as `worksheet`; two standards give it different beginnings.
    let type: String
    let path: String
  }

  private(set) var targets: [String: Target] = [:]
  private let folder: String

  /// Of the part at a path; none when the archive has no list for it.
  init(of part: String, in archive: ZipArchive) throws {
    let slash = part.lastIndex(of: "/")
    folder = slash.map { String(part[...$0]) } ?? ""
    let name = slash.map { part[part.index(after: $0)...] } ?? part[...]
    let list = "\(folder)_rels/\(name).rels"
    guard archive.contains(list) else { return }
    try XMLPart.read(archive.open(list), limits: archive.limits, with: self)
  }

  func path(ofType type: String) -> String? {
    targets.values.first { $0.type == type }?.path
  }

  func start(_ name: String, _ attributes: [String: String]) {
    guard name == "Relationship", attributes["TargetMode"] != "External",
      let id = attributes["Id"], let target = attributes["Target"],
      let type = attributes["Type"]?.split(separator: "/").last
    else { return }
    targets[id] = Target(type: String(type), path: absolute(target))
  }

  func text(_ text: String) {}
  func end(_ name: String) {}

  private func absolute(_ target: String) -> String {
    if target.hasPrefix("/") { return String(target.dropFirst()) }
    var parts: [Substring] = []
    for part in (folder + target).split(separator: "/") where part != "." {
      if part == ".." { _ = parts.popLast() } else { parts.append(part) }
    }
    return parts.joined(separator: "/")
  }
}
