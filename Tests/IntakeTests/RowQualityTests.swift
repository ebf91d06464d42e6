import Basis
import Columns
import Formats
import Intake
import Normalise
import Support
import Testing

@Suite("What becomes of bad values") struct RowQualityTests {
  private static let mapping = """
    [row]
    kind = "profile"
    [[identifier]]
    namespace = "user_id"
    column = "id"
    [[identifier]]
    namespace = "email"
    column = "mail"
    [[attribute]]
    name = "tier"
    column = "tier"
    """

  @Test(
    "a row with one malformed identifier and another good one stays, and the bad one is counted")
  func malformedBesideGood() throws {
    let text =
      "id,mail,tier\nu1,no mail,a\nu2,x@example.org,b\n,no mail,c\nu4,null,d\nu5,no mail,e\n"
    let block = try SmallFeed.block(text, Self.mapping)
    #expect(block.keys.count == 4)
    #expect(block.badIdentifiers == 3)
    #expect(
      block.flaws == [
        BlockFlaw(field: "mail", reason: "not_an_email", count: 2, firstLine: 2),
        BlockFlaw(field: "mail", reason: "placeholder", count: 1, firstLine: 5),
      ])
    #expect(block.rejects.map(\.reason) == [.badIdentifier])
    #expect(block.rejects.map(\.field) == ["mail"])
  }

  @Test("a list of bad identifiers names some, and never all")
  func listed() throws {
    let bad = try BadIdentifiers.parse(
      "[[bad]]\nnamespace = \"user_id\"\nvalue = [\"shared-*\", \"U9\"]\n", file: "bad")
    let named = ["shared-till", "u9", "u1"].map { bad.name(Array($0.utf8).span, in: "user_id") }
    #expect(named == [true, true, false])
    #expect(throws: Fault.self) {
      try BadIdentifiers.parse("[[bad]]\nvalue = \"*\"\n", file: "bad")
    }
    #expect(throws: Fault.self) { try BadIdentifiers.parse("[[bad]]\n", file: "bad") }
    let number = #expect(throws: Fault.self) {
      try BadIdentifiers.parse("[[bad]]\nvalue = [815]\n", file: "bad")
    }
    #expect(number?.reason == "“value” in bad is a whole number")
  }

  @Test(
    "addresses and numbers on the list are written as anybody would",
    arguments: [
      ("email", " Desk@Shop.Example ", "desk@shop.example"),
      ("phone", "+49 (30) 123-4567", "+49301234567"), ("mobile", "+49 30-1234567", "+49301234567"),
      ("phone", "+49*", "+49301234567"), ("phone", "+49 (30) 123*", "+49301234567"),
      ("phone", "+49 (0) 30 *", "+49301234567"),
      (
        "email_sha256", "HiBBHpD6WCT+J8aKwV9mziPG86U/AVKLnkOGBUvfXaQ=",
        "1e20411e90fa5824fe27c68ac15f66ce23c6f3a53f01528b9e4386054bdf5da4"
      ),
    ])
  func written(namespace: String, value: String, canonical: String) throws {
    let bad = try BadIdentifiers.parse(
      "[[bad]]\nnamespace = \"\(namespace)\"\nvalue = \"\(value)\"\n", file: "bad")
    let kept = namespace == "mobile" ? "phone" : namespace
    let isNamed = bad.name(Array(canonical.utf8).span, in: kept)
    #expect(isNamed)
  }

  @Test(
    "a value that no address or number can be is refused with the form that is expected",
    arguments: [
      ("phone", "030 1234567", "Begin it with +"), ("phone", "030*", "Begin it with +"),
      ("phone", "+49 30 x*", "Begin it with +"),
      ("phone", "desk", "Begin it with +"), ("email", "desk", "Write it as NAME@"),
    ])
  func unwritten(namespace: String, value: String, remedy: String) {
    let fault = #expect(throws: Fault.self) {
      try BadIdentifiers.parse(
        "[[bad]]\nnamespace = \"\(namespace)\"\nvalue = \"\(value)\"\n", file: "bad")
    }
    #expect(fault?.remedy.hasPrefix(remedy) == true)
  }

  @Test("bytes that are no UTF-8 and NUL reject their row and name the place")
  func encodings() throws {
    var bytes = Array("id,mail,tier\nu1,ü@example.org,a\nu2,b@example.org,".utf8)
    bytes += [0xE9, 10]
    bytes += Array("u3,c".utf8) + [0] + Array("@example.org,c\nu4,d@example.org,d\n".utf8)
    let block = try SmallFeed.block(bytes, Self.mapping)
    #expect(block.rejects.map(\.reason) == [.badEncoding, .badEncoding])
    #expect(block.rejects.map(\.line) == [3, 4])
    #expect(block.rejects.map(\.field) == ["tier", "mail"])
    #expect(block.rejects[0].detail.contains("0xE9 at column 18"))
    #expect(block.rejects[1].detail.contains("NUL byte at column 5"))
  }

  @Test(
    "a value outside of its definition goes the way that the definition says",
    arguments: [
      ("", [1, 2], 1), ("otherwise = \"leave_out\"", [1, 0, 2], 0),
      ("otherwise = { value = \"other\" }", [1, 3, 2], 0),
    ])
  func definitions(_ otherwise: String, _ codes: [UInt32], _ rejects: Int) throws {
    let mapping = Self.mapping + "\nallowed = [\"Green\", \"gold\"]\n" + otherwise
    let text = "id,mail,tier\nu1,,GREEN\nu2,,lead\nu3,,gold\n"
    let block = try SmallFeed.block(text, mapping)
    #expect(block.rejects.count == rejects)
    let texts = block.facts[0].column.texts.strings
    guard case .codes(let found) = block.facts[0].column.values else {
      Issue.record("texts are codes")
      return
    }
    let wanted = codes.filter { $0 != 0 }.map { ["Green", "gold", "other"][Int($0) - 1] }
    #expect(found.map { texts[Int($0) - 1] } == wanted)
    #expect(block.flaws.map(\.reason) == (codes.contains(0) ? ["not_allowed"] : []))
  }

  @Test("a workspace's taxonomy goes before what a mapping says, and types must agree")
  func taxonomy() throws {
    let taxonomy = try Taxonomy.parse(
      """
      [[attribute]]
      name = "tier"
      allowed = ["a"]
      purposes = ["email"]
      personal = true
      """, file: "taxonomy.toml")
    let mapping = try taxonomy.applied(to: try Mapping.parse(Self.mapping, file: "m"))
    #expect(mapping.attributes[0].definition.allowed == ["a"])
    #expect(mapping.attributes[0].isPersonal)
    let other = try Taxonomy.parse("[[attribute]]\nname = \"tier\"\ntype = \"date\"\n", file: "t")
    #expect(throws: Fault.self) {
      try other.applied(to: try Mapping.parse(Self.mapping, file: "m"))
    }
    for text in [
      "[[attribute]]\n", "[[attribut]]\nname = \"x\"\n",
      "[[attribute]]\nname = \"x\"\notherwise = \"maybe\"\n",
    ] {
      #expect(throws: Fault.self) { try Taxonomy.parse(text, file: "t") }
    }
    // What is written reads back as the same.
    let again = try Taxonomy.parse(try #require(taxonomy.definitions.first).toml, file: "t")
    #expect(again == taxonomy)
  }

  @Test("one decimal mark of a feed decides what 1.234 is")
  func decimalMarks() throws {
    let mapping = """
      [row]
      kind = "profile"
      [[identifier]]
      namespace = "user_id"
      column = "id"
      [[attribute]]
      name = "worth"
      column = "worth"
      type = "money"
      """
    for (text, cents) in [
      ("id;worth\na;1.234\nb;12,5\n", [123_400, 1_250] as [Int64]),
      ("id;worth\na;1.234\nb;12.5\n", [123, 1_250]),
      ("id;worth\na;1.234\nb;12\n", [123, 1_200]),
    ] {
      let block = try SmallFeed.block(text, mapping)
      guard case .whole(let found) = block.facts[0].column.values else {
        Issue.record("money is kept as whole numbers")
        return
      }
      #expect(found == cents)
    }
  }
}
