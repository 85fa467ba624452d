import CZip
import Foundation
import Testing

/// A workbook of one sheet whose XML a test writes itself.
enum MadeWorkbook {
  static func data(sheet: String, texts: String? = nil) throws -> Data {
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    var parts: [(String, Data)] = [
      ("[Content_Types].xml", Data("<Types/>".utf8)),
      (
        "_rels/.rels",
        Data(
          """
          <Relationships><Relationship Id="r1" Type="\(office)/officeDocument" \
          Target="xl/workbook.xml"/></Relationships>
          """.utf8)
      ),
      (
        "xl/workbook.xml",
        Data(#"<workbook><sheets><sheet name="A" r:id="r1"/></sheets></workbook>"#.utf8)
      ),
      (
        "xl/_rels/workbook.xml.rels",
        Data(
          """
          <Relationships><Relationship Id="r1" Type="\(office)/worksheet" Target="sheet.xml"/>\
          <Relationship Id="r2" Type="\(office)/sharedStrings" Target="texts.xml"/></Relationships>
          """.utf8)
      ),
      ("xl/sheet.xml", Data(sheet.utf8)),
    ]
    if let texts { parts.append(("xl/texts.xml", Data(texts.utf8))) }
    return try archive(parts)
  }

  static func archive(_ files: [(String, Data)]) throws -> Data {
    let path = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path
    defer { unlink(path) }
    let archive = try #require(zip_open(path, ZIP_CREATE, nil))
    var kept: [UnsafeMutableRawPointer] = []
    defer { for copy in kept { free(copy) } }
    for (name, content) in files {
      let copy = try #require(malloc(max(1, content.count)))
      content.copyBytes(to: UnsafeMutableRawBufferPointer(start: copy, count: content.count))
      kept.append(copy)
      let source = zip_source_buffer(archive, copy, UInt64(content.count), 0)
      try #require(zip_file_add(archive, name, source, 0) >= 0)
    }
    try #require(zip_close(archive) == 0)
    return try Data(contentsOf: URL(fileURLWithPath: path))
  }
}
