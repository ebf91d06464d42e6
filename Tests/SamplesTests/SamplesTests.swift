import Basis
import Formats
import Foundation
import Samples
import Testing

@Suite("Sample feeds") struct SampleFeedsTests {
  private static let plan = Plan(profiles: 300, events: 4_000, days: 30, seed: 7)
  private static let small = Result { try Generated(Plan.small) }
  /// One set for all tests that only read.
  private static let shared = Result { try Generated(plan) }

  private func fingerprint(_ set: Generated) throws -> [String: UInt64] {
    var prints: [String: UInt64] = [:]
    for name in try set.names {
      let bytes = try set.bytes(name)
      prints[name] = Hash64.of(bytes.span)
    }
    return prints
  }

  @Test("the same arguments give the same bytes, another seed gives others")
  func determinism() throws {
    let small = Plan(profiles: 60, events: 800, days: 14, seed: 3)
    let first = try fingerprint(Generated(small))
    let again = try fingerprint(Generated(small))
    #expect(first == again)
    let other = try fingerprint(Generated(Plan(profiles: 60, events: 800, days: 14, seed: 4)))
    for feed in ["web.jsonl.gz", "crm.csv", "pos.csv", "impressions.csv.gz", "email.csv"] {
      #expect(first[feed] != other[feed], "\(feed)")
    }
  }

  @Test("the feeds together hold the number of events asked for, within a tenth")
  func volume() throws {
    let set = try Self.shared.get()
    let tables = ["impressions.csv.gz", "clicks.csv", "conversions.csv", "pos.csv", "email.csv"]
    let streams = ["web.jsonl.gz", "web_late.jsonl.gz", "app.jsonl.gz"]
    let rows =
      try tables.reduce(0) { try $0 + set.lines($1).count - 1 }
      + streams.reduce(0) { try $0 + set.lines($1).count }
    #expect(abs(rows - Self.plan.events) * 10 <= Self.plan.events, "\(rows)")
    let counted = try set.truth()["event_rows"] as? Int
    #expect(counted == rows)
  }

  @Test("every feed has its file, its mapping and a place in the list of sources")
  func completeness() throws {
    let set = try Self.shared.get()
    let names = try set.names
    let sources = try set.lines("sources.toml").joined(separator: "\n")
    for feed in SampleFeeds.feeds {
      #expect(names.contains(feed.file) && names.contains(feed.mappingFile))
      #expect(sources.contains("file = \"\(feed.file)\""))
      #expect(sources.contains("name = \"\(feed.source)\""))
    }
  }

  @Test("truth.json counts the rows that the files hold")
  func truthOfRows() throws {
    let set = try Self.shared.get()
    let feeds = try set.objects("feeds", of: set.truth())
    for feed in feeds {
      let name = try #require(feed["feed"] as? String)
      let file = try #require(SampleFeeds.feeds.first { $0.name == name }?.file)
      let header = file.contains(".csv") ? 1 : 0
      let rows = try set.lines(file).count - header
      #expect(feed["rows"] as? Int == rows, "\(name)")
    }
  }

  @Test("every kind of dirt is somewhere in the feeds")
  func dirt() throws {
    let set = try Self.small.get()
    let feeds = try set.objects("feeds", of: set.truth())
    let kinds = feeds.flatMap { ($0["dirt"] as? [String: Int] ?? [:]).keys }
    for kind in Dirt.allCases { #expect(kinds.contains(kind.rawValue), "\(kind)") }
  }

  @Test("identifiers in the feeds belong to whom the truth says")
  func truthOfIdentifiers() throws {
    let set = try Self.shared.get()
    var owners: [Substring: Substring] = [:]
    for row in try set.table("truth_identifiers.csv") {
      #expect(owners[row[1]] == nil || owners[row[1]] == row[2])
      owners[row[1]] = row[2]
    }
    for row in try set.table("crm.csv", ";") where row.count > 12 && row[0] != "K9999999" {
      let owner = try #require(owners[row[0]])
      #expect(row[12].isEmpty || owners[row[12]] == owner)
      if let byEmail = owners[row[1]] { #expect(byEmail == owner) }
    }
    for row in try set.table("email.csv") where row.count > 5 {
      #expect(owners[row[4]] != nil && owners[row[4]] == owners[row[5]])
    }
    for event in try set.objects("app.jsonl.gz") {
      let anonymous = try #require(event["anonymousId"] as? String)
      let owner = try #require(owners[Substring(anonymous)])
      if let user = event["userId"] as? String { #expect(owners[Substring(user)] == owner) }
    }
  }

  @Test("people of one household have one street and number, those of others mostly another")
  func addresses() throws {
    let set = try Self.shared.get()
    var owners: [Substring: Substring] = [:]
    for row in try set.table("truth_identifiers.csv") { owners[row[1]] = row[2] }
    var households: [Substring: Substring] = [:]
    for row in try set.table("truth_people.csv") { households[row[0]] = row[1] }
    var streets: [Substring: Set<Substring>] = [:]
    var people: [Substring: Set<Substring>] = [:]
    for row in try set.table("crm.csv", ";") where row.count > 15 && row[0] != "K9999999" {
      let owner = try #require(owners[row[0]])
      let household = try #require(households[owner])
      streets[household, default: []].insert(row[15])
      people[household, default: []].insert(owner)
    }
    #expect(streets.values.allSatisfy { $0.count == 1 })
    #expect(Set(streets.values).count > streets.count / 2)
    #expect(Set(people.values.map(\.count)).isSuperset(of: [1, 2, 3]))
    #expect(people.values.allSatisfy { $0.count <= 4 })
  }

  @Test("held-out people of a campaign are never served by it")
  func holdOut() throws {
    let set = try Self.shared.get()
    let people = try set.table("truth_people.csv")
    #expect(people.count == Self.plan.profiles)
    var heldOut = 0
    for person in people {
      let served = Set(person[6].split(separator: "|"))
      let withheld = Set(person[7].split(separator: "|"))
      #expect(served.isDisjoint(with: withheld))
      heldOut += withheld.count
    }
    let campaigns = try set.objects("campaigns", of: set.truth())
    #expect(campaigns.compactMap { $0["holdout_people"] as? Int }.reduce(0, +) == heldOut)
    #expect(heldOut > 0)
  }

  @Test("duplicates in a feed are the rows that the truth counts")
  func duplicates() throws {
    let set = try Self.shared.get()
    let feeds = try set.objects("feeds", of: set.truth())
    for (name, file) in [("web", "web.jsonl.gz"), ("email", "email.csv"), ("pos", "pos.csv")] {
      let lines = try set.lines(file)
      let feed = try #require(feeds.first { $0["feed"] as? String == name })
      let counted = (feed["dirt"] as? [String: Int])?["duplicate"] ?? 0
      #expect(lines.count - Set(lines).count == counted, "\(name)")
    }
  }

  @Test("no event is later than the end of the period, and none before its start")
  func period() throws {
    let set = try Self.shared.get()
    let start = Timestamp(Self.plan.end.seconds - 30 * 86_400).iso8601
    for event in try set.objects("web.jsonl.gz") + set.objects("web_late.jsonl.gz") {
      let received = try #require(event["receivedAt"] as? String)
      #expect(received >= start && received < Self.plan.end.iso8601)
    }
  }

  @Test("consent strings can be read, and their countries and answers are as recorded")
  func consent() throws {
    let set = try Self.shared.get()
    let records = try set.objects("consent_tcf.jsonl")
    #expect(records.count > 100)
    for record in records {
      let text = try #require(record["tc_string"] as? String)
      let string = try #require(try? TCString(text))
      #expect(string.disclosedVendors != nil && string.policyVersion == 5)
      let isGranted = string.purposeConsents.contains(1)
      #expect(isGranted == (record["action"] as? String == "given"))
    }
    let truth = try set.truth()["consent"] as? [String: Int] ?? [:]
    #expect(truth.values.reduce(0, +) == Self.plan.profiles)
  }

  @Test("the good provider is right far more often than the cheap one")
  func providers() throws {
    let set = try Self.shared.get()
    let providers = try set.objects("providers", of: set.truth())
    let accuracies = providers.compactMap { $0["accuracy_permille"] as? Int }
    #expect(accuracies.count == 2 && accuracies[0] > 900 && accuracies[1] < 650)
  }

  @Test("the days' costs add up to the total row")
  func costs() throws {
    let set = try Self.shared.get()
    let rows = try set.lines("google_ads.csv").dropFirst(2)
    var cents: [Int] = []
    for row in rows {
      let fields = row.split(separator: "\"")
      if let cost = fields.last, let value = Int(cost.filter(\.isNumber)), row.contains("EUR") {
        cents.append(value)
      }
    }
    let total = cents.popLast() ?? 0
    #expect(total == cents.reduce(0, +) && total > 0)
  }

  @Test("the mappings in SampleData are those that the generator writes")
  func mappingsInRepository() throws {
    let set = try Self.shared.get()
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    for name in try set.names where name.hasSuffix(".toml") {
      let kept = try Data(contentsOf: root.appendingPathComponent("SampleData/\(name)"))
      let written = try set.bytes(name)
      #expect([UInt8](kept) == written, "\(name)")
    }
  }

  @Test("the set in SampleData is under five megabytes")
  func smallSet() throws {
    let set = try Self.small.get()
    let size = try set.names.reduce(0) { try $0 + set.bytes($1).count }
    #expect(size < 5_000_000, "\(size)")
  }

  @Test("a plan that can't be met is refused with what to do")
  func refusal() {
    #expect(throws: Fault.self) {
      _ = try Generated(Plan(profiles: 0, events: 500))
    }
  }
}
