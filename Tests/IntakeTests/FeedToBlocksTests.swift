import Basis
import Columns
import Formats
import Intake
import Sealing
import Support
import Testing

@Suite("Feeds to blocks") struct FeedToBlocksTests {
  private static let mapping = """
    [feed]
    delimiter = ";"
    time_zone = "Europe/Berlin"
    [row]
    kind = "event"
    event = { column = "Art", map = { Kauf = "purchase" } }
    time = { column = "Datum", format = "dd.MM.yyyy HH:mm" }
    key = ["Beleg"]
    [[identifier]]
    namespace = "email"
    column = "E-Mail"
    [[field]]
    name = "revenue"
    column = "Betrag"
    type = "money"
    decimal = ","
    [[field]]
    name = "shop"
    column = "Filiale"
    """

  private func block(_ bytes: [UInt8], _ mapping: String) throws -> Block {
    let path = try temporaryFolder() + "/feed"
    try FileSystem.write(bytes, to: path)
    let key = try #require(SecretKey([UInt8](repeating: 7, count: 32)))
    let vault = try Vault(key)
    var feed = try FeedReader.open(
      path, mapping: try Mapping.parse(mapping, file: "a mapping"),
      hashing: { (name) throws(Fault) in try vault.lookup(namespace: name) },
      now: Timestamp(1_793_491_200))
    let chunk = try #require(try feed.next())
    return feed.parser.parse(chunk)
  }

  private let rows = """
    Beleg;Datum;Art;E-Mail;Betrag;Filiale
    1;01.08.2026 12:00;Kauf;Ann@Example.org;1.234,50;"Köln; Süd"
    2;gestern;Kauf;ann@example.org;1,00;Köln
    3;01.08.2026 12:00;Kauf;kein-mail;1,00;Köln
    4;01.08.2026 12:00;Kauf;null;1,00;Köln
    5;01.08.2026 12:00;Kauf;ben@example.org;viel;Köln
    6;01.08.2026

    """

  @Test("values are read by the mapping, and every unusable row says why")
  func delimited() throws {
    let block = try block(Array(rows.utf8), Self.mapping)
    #expect(block.rowCount == 6)
    // Berlin is two hours ahead in August.
    #expect(block.eventTimes == [1_785_578_400, 1_785_578_400])
    #expect(block.typeTexts.strings == ["purchase"])
    // The placeholder is nobody's event and joins nobody.
    #expect(block.eventOwners == [1, 0])
    #expect(block.badIdentifiers == 1)
    #expect(block.fields[1].texts.strings == ["Köln; Süd", "Köln"])
    guard case .whole(let cents) = block.fields[0].values else {
      Issue.record("money is kept as whole numbers")
      return
    }
    #expect(cents == [123_450, 100])
    #expect(block.rejects.map(\.reason) == [.badTime, .badIdentifier, .badNumber, .badStructure])
    #expect(block.rejects.map(\.line) == [3, 4, 6, 7])
    #expect(String(decoding: block.rejects[0].raw, as: UTF8.self).hasPrefix("2;gestern;Kauf"))
  }

  @Test("rows of any kind say what the mapping reads as consent", arguments: ["event", "profile"])
  func consents(kind: String) throws {
    let mapping =
      Self.mapping.replacing("kind = \"event\"", with: "kind = \"\(kind)\"") + """

        [[consent]]
        purpose = "email"
        column = "Filiale"
        granted = ["Köln"]
        denied = ["Bonn"]
        """
    let block = try block(Array(rows.replacing("Köln; Süd", with: "Bonn").utf8), mapping)
    #expect(block.consents.first?.decisions.map(\.isGranted) == [false])
  }

  @Test("the same rows come out of Windows-1252 and of UTF-16")
  func encodings() throws {
    let expected = try block(Array(rows.utf8), Self.mapping)
    let western = rows.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
    let wide: [UInt8] = rows.utf16.reduce(into: [0xFF, 0xFE]) { bytes, unit in
      bytes += [UInt8(unit & 0xFF), UInt8(unit >> 8)]
    }
    for bytes in [western, wide] {
      let other = try block(bytes, Self.mapping)
      #expect(other.keys.count == expected.keys.count)
      #expect(other.fields[1].texts.strings == expected.fields[1].texts.strings)
      #expect(other.rejects.map(\.reason) == expected.rejects.map(\.reason))
    }
  }

  @Test("tracking calls need no mapping, and a JSON array reads as its lines")
  func tracking() throws {
    let calls = [
      #"{"type":"track","event":"Order Completed","messageId":"1","userId":"u1","anonymousId":"a1","timestamp":"2026-08-01T10:00:00Z","properties":{"revenue":12.5,"currency":"EUR"}}"#,
      #"{"type":"page","messageId":"2","anonymousId":"a1","timestamp":"2026-08-01T10:00:01Z"}"#,
      #"{"type":"identify","messageId":"3","userId":"u1","traits":{"email":"x@example.org"},"timestamp":"2026-08-01T10:00:02Z"}"#,
      #"{"type":"track","messageId":"4","userId":"u1","timestamp":"2026-08-01T10:00:03Z"}"#,
    ]
    let mapping = "[feed]\nformat = \"segment\"\n"
    let lines = try block(Array(calls.joined(separator: "\n").utf8), mapping)
    #expect(lines.typeTexts.strings == ["purchase", "page_view"])
    #expect(lines.keys.count == 3)
    #expect(lines.links.count == 2)
    #expect(lines.rejects.map(\.reason) == [.missingEvent])
    let array = try block(
      Array(("[\n" + calls.joined(separator: ",\n") + "\n]").utf8), mapping)
    #expect(array.keys == lines.keys)
    #expect(array.eventTimes == lines.eventTimes)
  }

  @Test("a column that the feed lacks is told with the nearest one")
  func missingColumn() throws {
    let fault = #expect(throws: Fault.self) {
      try block(Array("Beleg;Datum\n1;2\n".utf8), Self.mapping)
    }
    #expect(fault?.code == .badMapping)
  }
}
