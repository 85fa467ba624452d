import HTTPTypes
import Localization
import Testing
import Workforce

@testable import WorkforceServer

struct FormTests {
  private struct Input: Decodable, Equatable {
    let courseId: String
    let unitId: String?
    let days: Int
  }

  private let form = Form(
    "any",
    fields: [
      FormField("unit", input: "unitId", value: "", choices: [.init("a", "A"), .init("b", "B")]),
      FormField("days", input: "days", value: "3"),
    ], content: ["title": "T"], section: nil)

  @Test func fieldsReachTheInputUnderItsOwnNames() throws {
    let body = FormBody(values: ["unit": ["b"], "days": ["5"], "csrf": ["x"]], files: [:])
    let submission = Submission(body: body, form: form, path: ["courseId": "c1"])
    #expect(
      try submission.decode(Input.self) == Input(courseId: "c1", unitId: "b", days: 5))
  }

  @Test func aRefusedFormKeepsWhatWasSentAndMarksItsFields() throws {
    let body = FormBody(values: ["unit": ["b"], "days": ["many"]], files: [:])
    let error = AppError.invalid("days", "field.not_a_whole_number")

    let page = form.page(refused: body, error, Words(.vi))

    let days = try #require(page.content["days"] as? PageContent)
    #expect(page.status.code == 422)
    #expect(days["value"] as? String == "many")
    #expect(days["error"] as? String == "Phải là số nguyên.")
    let unit = try #require(page.content["unit"] as? PageContent)
    let options = try #require(unit["options"] as? [PageContent])
    #expect(options.map { $0["selected"] as? Bool } == [false, true])
    #expect(page.content["formError"] != nil)
  }

  @Test func aFileAndItsFieldsAreReadFromOneForm() throws {
    let text = """
      --B\r\nContent-Disposition: form-data; name="csrf"\r\n\r\ntoken\r\n\
      --B\r\nContent-Disposition: form-data; name="file"; filename="nv.csv"\r\n\
      Content-Type: text/csv\r\n\r\n\u{FEFF}mã,tên\r\nA1,Hoa\r\n\r\n--B--\r\n
      """
    let body = try Multipart.form(Array(text.utf8), boundary: "B")
    #expect(body.values["csrf"] == ["token"])
    #expect(body.files["file"]?.name == "nv.csv")
    #expect(body.files["file"]?.text == "mã,tên\r\nA1,Hoa\r\n")
  }

  @Test(arguments: ["", "--B", "--B\r\n--B--", "--B\r\nno gap\r\n--B--", "--B--B"])
  func aBrokenFormIsRefused(_ text: String) {
    #expect(throws: RequestRefusal.malformed) {
      try Multipart.form(Array(text.utf8), boundary: "B")
    }
  }

  @Test func whatLooksLikeADelimiterStaysInItsFile() throws {
    let content = String(repeating: "--\r\n-\r\n\r\n--C", count: 2000)
    let text = "--B1\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\n"
    let body = try Multipart.form(Array("\(text)\(content)\r\n--B1--\r\n".utf8), boundary: "B1")
    #expect(body.files["file"]?.text == content)
  }

  @Test func aFormOfTooManyPartsIsRefused() throws {
    func form(parts: Int) throws(RequestRefusal) -> FormBody {
      let part = "--B\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n"
      return try Multipart.form(
        Array((String(repeating: part, count: parts) + "--B--").utf8), boundary: "B")
    }
    #expect(try form(parts: 20_000).values["a"]?.count == 20_000)
    #expect(throws: RequestRefusal.malformed) { try form(parts: 20_001) }
  }

  @Test func aFlashIsHeardByItsOwnBrowserOnly() throws {
    let flash = Flash.done("Đã thêm.")
    let sealed = try flash.sealed(for: "mine")
    #expect(Flash(sealed: sealed, secret: "mine") == flash)
    #expect(Flash(sealed: sealed, secret: "yours") == nil)
    #expect(Flash(sealed: "nonsense", secret: "mine") == nil)
  }
}
