import CQREncode
import Workforce

/// A QR code as SVG, with the quiet zone that readers need, dark on light whatever the page is.
enum QRDrawing {
  private static let quietZone = 4

  /// - Parameter label: what it is, for whoever cannot see it.
  /// Throws `internalError` for more than a QR code holds.
  static func svg(of text: String, label: String) throws(AppError) -> String {
    guard let code = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M) else {
      throw AppError(.internalError, "error.internal")
    }
    defer { QRcode_free(code) }
    let width = Int(code.pointee.width)
    let side = width + 2 * quietZone
    var svg = HTMLWriter(capacity: width * width * 4)
    svg.made("<svg class=\"qr\" viewBox=\"0 0 \(side) \(side)\" role=\"img\" aria-label=\"")
    svg.text(label)
    svg.markup("\" shape-rendering=\"crispEdges\">")
    svg.made("<rect width=\"\(side)\" height=\"\(side)\" fill=\"#fff\"/>")
    svg.markup("<path fill=\"#000\" d=\"")
    for row in 0..<width {
      var column = 0
      while column < width {
        let start = column
        while column < width, code.pointee.data[row * width + column] & 1 == 1 { column += 1 }
        let length = column - start
        if length == 0 {
          column += 1
        } else {
          svg.made("M\(start + quietZone) \(row + quietZone)h\(length)v1h-\(length)z")
        }
      }
    }
    svg.markup("\"/></svg>")
    return svg.html
  }
}
