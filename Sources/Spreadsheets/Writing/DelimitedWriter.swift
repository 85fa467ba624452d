/// Placeholder of what follows in this file.
enum DelimitedWriter {
  static func isDangerous(_ first: Character) -> Bool { "=+-@\t\r＝＋－＠".contains(first) }
}
