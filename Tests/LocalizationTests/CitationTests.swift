import Foundation
import Testing

@testable import Localization

struct CitationTests {
  @Test(arguments: [
    (
      "Decree 80/2021/NĐ-CP Art 11(2); Circ 06/2022/TT-BKHĐT Art 7",
      "khoản 2 Điều 11 Nghị định 80/2021/NĐ-CP; Điều 7 Thông tư 06/2022/TT-BKHĐT",
      "Decree 80/2021/NĐ-CP, Article 11(2); Circular 06/2022/TT-BKHĐT, Article 7"
    ),
    (
      "Circ 152/2016/TT-BTC Art 7(1đ)", "điểm đ khoản 1 Điều 7 Thông tư 152/2016/TT-BTC",
      "Circular 152/2016/TT-BTC, Article 7(1đ)"
    ),
    (
      "Law 148/2025/QH15; Decree 224/2026/NĐ-CP Arts 70-76",
      "Luật 148/2025/QH15; Điều 70–76 Nghị định 224/2026/NĐ-CP",
      "Law 148/2025/QH15; Decree 224/2026/NĐ-CP, Article 70–76"
    ),
    (
      "Khánh Hòa plan of 28/06/2025 on Bình dân học vụ số",
      "Kế hoạch của tỉnh Khánh Hòa ngày 28/06/2025 về Bình dân học vụ số",
      "Khánh Hòa plan of 28/06/2025 on Bình dân học vụ số"
    ),
    ("Danh mục mẫu, không có thật", "Danh mục mẫu, không có thật", "Danh mục mẫu, không có thật"),
  ])
  func aSourceOfLawIsCitedAsTheReaderCitesIt(
    notation: String, vietnamese: String, english: String
  ) {
    #expect(Words(.vi).citation(notation) == vietnamese)
    #expect(Words(.en).citation(notation) == english)
  }

  @Test(arguments: ["support_rules", "support_flags", "size_thresholds", "support_principles"])
  func noShippedArticleIsCitedInEnglishToAVietnamese(file: String) throws {
    let text = try String(
      contentsOf: URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "seeds/reference/\(file).csv"), encoding: .utf8)
    let notations = text.matches(of: /(?:Enterprise Law|Law|Decree|Circ|Res) \d+\/[^,"\n]*/)
      .map { String($0.0) }

    let english = notations.map(Words(.vi).citation)
      .filter { $0.contains(/\b(?:Law|Decree|Circ|Res|Arts?)\b/) }

    #expect(notations.count >= 6)
    #expect(english == [])
  }
}
