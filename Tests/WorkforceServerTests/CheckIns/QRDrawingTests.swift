import Testing

@testable import WorkforceServer

@Suite struct QRDrawingTests {
  /// Version 1 has 21 modules a side, and four of quiet zone all around.
  @Test func aShortTextIsDrawnWithItsQuietZone() throws {
    let svg = try QRDrawing.svg(of: "kynang", label: "Mã & chữ")

    #expect(svg.contains("viewBox=\"0 0 29 29\""))
    #expect(svg.contains("aria-label=\"Mã &amp; chữ\""))
    // The upper left finder pattern begins with a run of seven dark modules.
    #expect(svg.contains("M4 4h7v1h-7z"))
  }

  @Test func moreThanACodeHoldsIsRefused() {
    #expect(throws: (any Error).self) {
      try QRDrawing.svg(of: String(repeating: "x", count: 4000), label: "x")
    }
  }
}
