import ArgumentParser
import Localization
import Testing

@testable import kynang

struct ParserWordsTests {
  private let vietnamese = ParserWords(words: Words(.vi))

  private func refusal(_ arguments: [String]) -> String {
    do {
      _ = try Root.parseAsRoot(arguments)
      return ""
    } catch {
      return vietnamese.said(Root.fullMessage(for: error))
    }
  }

  @Test func aHelpPageIsFramedInTheReadersLanguage() {
    let help = vietnamese.said(Root.helpMessage(columns: 80))
    #expect(help.contains("CÁCH DÙNG: kynang"))
    #expect(help.contains("CÁC LỆNH:"))
    #expect(help.contains("In hướng dẫn này."))
    #expect(!help.contains("OVERVIEW") && !help.contains("for detailed help"))
  }

  @Test(arguments: [
    (["course", "list", "--frob"], "Không có tùy chọn --frob."),
    (["course", "list", "--serch", "x"], "Có phải bạn muốn: --search?"),
    (["course", "list", "--format", "yaml"], "chọn một trong: table, json, csv, xlsx."),
    (["up", "--port", "abc"], "Giá trị abc không dùng được cho --port"),
    (["up", "--port"], "--port <port> cần một giá trị."),
    (["up", "extra"], "Thừa tham số extra."),
  ])
  func whatIsWrongWithACallIsSaidInTheReadersLanguage(_ arguments: [String], _ said: String) {
    let refusal = refusal(arguments)
    #expect(refusal.hasPrefix("Lỗi: "))
    #expect(refusal.contains(said), "\(refusal)")
    #expect(!refusal.contains("Usage:"))
  }

  @Test func theParsersOwnWordsStayInEnglish() {
    let help = Root.helpMessage(columns: 80)
    #expect(ParserWords(words: Words(.en)).said(help) == help)
  }
}
