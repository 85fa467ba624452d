import Testing

@testable import WorkforceServer

struct QueryTextTests {
  @Test func pairsAreDecodedInOrder() throws {
    let values = try QueryText.parse("search=L%C3%AA+Hoa&kind=a&kind=b&empty=&bare")
    #expect(values["search"] == ["Lê Hoa"])
    #expect(values["kind"] == ["a", "b"])
    #expect(values["empty"] == [""])
    #expect(values["bare"] == [""])
  }

  @Test(arguments: ["a=%", "a=%2", "a=%zz", "a=%FF", "a=%00"])
  func whatIsNoTextIsRefused(_ query: String) {
    #expect(throws: RequestRefusal.malformed) { try QueryText.parse(query) }
  }

  @Test(arguments: ["Lê & Hoa = 1", "", "a/b?c#d", "100%"])
  func aTextComesBackFromItsEncoding(_ text: String) throws {
    #expect(try QueryText.parse("x=\(QueryText.encode(text))")["x"] == [text])
  }

  @Test(arguments: [
    (#"{"items":[],"next":null}"#, nil),
    (#"{"items":[{"title":"\"next\":\"x\""}],"next":"abc"}"#, "abc"),
    (#"{"items":[{"next":"inner"}],"next" : "outer"}"#, "outer"),
    (#"{"items":[{"next":"inner"}],"next":null}"#, nil),
    ("[]", nil),
  ])
  func theNextPageIsReadFromTheBytes(_ json: String, next: String?) {
    #expect(NextPage.key(in: Array(json.utf8)) == next)
  }
}
