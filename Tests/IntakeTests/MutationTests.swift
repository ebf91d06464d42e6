import Basis
import Formats
import Intake
import Normalise
import Sealing
import Support
import Testing

@Suite("Readers under mutation") struct MutationTests {
  private static let corpus: [(feed: String, mapping: String)] = [
    (
      "id;mail;worth\nu1;a@example.org;1.234,50\n\"u;2\";\"b\"\"@example.org\";12\n",
      """
      [row]
      kind = "profile"
      time = { column = "mail", format = "dd.MM.yyyy" }
      [[identifier]]
      namespace = "user_id"
      column = "id"
      [[attribute]]
      name = "worth"
      column = "worth"
      type = "money"
      """
    ),
    (
      #"{"batch":[{"type":"track","event":"Order \u00e9","messageId":"1","userId":"u1","timestamp":"2026-08-01T10:00:00Z","properties":{"revenue":12.5}}],"context":{"locale":"de"}}"#
        + "\n" + #"{"type":"page","userId":"u","timestamp":1785578400}"#,
      "[feed]\nformat = \"segment\"\n"
    ),
    (
      "Day,Campaign,Network,Currency code,Impr.,Clicks,Cost\n2026-08-01,brand,search,EUR,\"1,057\",12,3.5\nTotal,,,,,,\n",
      "[feed]\nformat = \"google_ads\"\n"
    ),
    (
      "Event Time,User ID,Campaign ID,Event Type\n1785717783549354,AMs,31,VIEW\n",
      "[feed]\nformat = \"dtv2\"\n"
    ),
    (
      "[ {\"tc_string\":\"CQSbk4AQSbk4AEsACBENCWFoAPLAAELAAAYgF5wBAABAAGgAQABgC8wLzgAgLzABCQAQF5g\",\"user_id\":\"u\",\"time\":\"2026-08-01\"} ]",
      "[feed]\nformat = \"tcf\"\n"
    ),
  ]

  /// Changes, doubles, cuts and inserts bytes, among them those that mean something to a reader.
  private func mutated(_ bytes: [UInt8], _ random: inout Seeded) -> [UInt8] {
    let telling: [UInt8] = [0, 9, 10, 13, 34, 39, 44, 59, 91, 92, 93, 123, 125, 0x80, 0xC3, 0xFF]
    var changed = bytes
    for _ in 0..<random.within(1...6) where !changed.isEmpty {
      let place = random.below(changed.count)
      switch random.below(5) {
      case 0: changed[place] = UInt8(random.below(256))
      case 1: changed[place] = random.pick(telling)
      case 2: changed.insert(random.pick(telling), at: place)
      case 3: changed.removeSubrange(place..<min(changed.count, place + random.within(1...9)))
      default:
        changed.insert(contentsOf: changed[place..<min(changed.count, place + 12)], at: place)
      }
    }
    return changed
  }

  @Test("no feed, however broken, stops a reader, and every row is told", arguments: UInt64(0)..<60)
  func feeds(seed: UInt64) throws {
    var random = Seeded(seed)
    let key = try #require(SecretKey([UInt8](repeating: 7, count: 32)))
    let vault = try Vault(key)
    for (feed, mapping) in Self.corpus {
      let bytes = mutated(Array(feed.utf8), &random)
      do throws(Fault) {
        var reader = try FeedReader.open(
          try ByteStream.of(bytes, name: "feed"), "feed",
          mapping: try Mapping.parse(mapping, file: "mapping"),
          hashing: { (name) throws(Fault) in try vault.lookup(namespace: name) },
          now: Timestamp(1_793_491_200))
        while let chunk = try reader.next() {
          let block = reader.parser.parse(chunk)
          #expect(block.rowCount == block.keys.count + block.rejects.count)
        }
      } catch {
        #expect(!error.reason.isEmpty && !error.remedy.isEmpty)
      }
    }
  }

  @Test("a broken mapping or taxonomy is told, never trapped on", arguments: UInt64(0)..<60)
  func mappings(seed: UInt64) throws {
    var random = Seeded(seed)
    for (_, mapping) in Self.corpus {
      let text = String(decoding: mutated(Array(mapping.utf8), &random), as: UTF8.self)
      _ = try? Mapping.parse(text, file: "mapping")
      _ = try? Taxonomy.parse(text, file: "taxonomy")
      _ = try? BadIdentifiers.parse(text, file: "bad")
    }
  }
}
