package import Basis
internal import Formats
internal import Intake
internal import Requests
internal import Samples

/// A workspace of sample data, taken in by the same path as real data.
package enum SampleWorkspace {
  /// What the taking in came to.
  package struct Summary: Sendable {
    package var feeds = 0
    package var rows = 0
    package var accepted = 0
    package var duplicates = 0
    package var rejected = 0
    package var seconds = 0.0
  }

  /// Writes sample feeds; `progress` hears how many events are written and how many will be.
  package static func generate(
    into folder: String, profiles: Int, events: Int, days: Int, seed: UInt64,
    progress: (Int, Int) -> Void
  ) throws(Fault) {
    try FileSystem.makeFolder(FileSystem.parent(of: folder), mode: 0o755)
    let plan = Plan(profiles: profiles, events: events, days: days, seed: seed)
    try SampleFeeds().generate(into: folder, plan: plan, progress: progress)
  }

  /// Makes the workspace at `path` from a folder of feeds, generated first where none is given.
  package static func make(
    at path: String, feeds given: String?, profiles: Int, seed: UInt64, now: Timestamp,
    progress: (String) -> Void
  ) throws(Fault) -> Summary {
    let started = SystemClock.nanoseconds()
    try Workspace.create(at: path, zone: "Europe/Berlin", now: now)
    let folder = given ?? path + "/feeds"
    if given == nil {
      try generate(
        into: folder, profiles: profiles, events: profiles * 15, days: 90, seed: seed
      ) { done, wanted in progress("generating \(done) of \(wanted) events") }
    }
    let desk = QuestionDesk(path: path, clock: { now })
    var summary = Summary()
    for source in try SampleSource.read(folder + "/sources.toml") {
      try desk.addSource(
        source.name, party: source.party, kind: source.kind,
        mapping: try FileSystem.readText(folder + "/" + (source.feeds.first?.mapping ?? "")),
        expectedInterval: 86_400, monthlyCost: source.monthlyCost, now: now)
      for feed in source.feeds {
        progress("taking in \(feed.file)")
        let results = try desk.ingest(
          [folder + "/" + feed.file], source: source.name,
          mapping: try FileSystem.readText(folder + "/" + feed.mapping), isStrict: false, now: now,
          progress: { _, _, _ in true })
        for result in results { try summary.add(result) }
      }
    }
    try desk.saveSampleSegments(now: now)
    summary.seconds = Double(SystemClock.nanoseconds() - started) / 1e9
    return summary
  }
}

extension SampleWorkspace.Summary {
  fileprivate mutating func add(_ result: QuestionDesk.FileResult) throws(Fault) {
    if let fault = result.fault { throw fault }
    guard let outcome = result.outcome else { return }
    feeds += 1
    rows += outcome.rows
    accepted += outcome.accepted
    duplicates += outcome.duplicates
    rejected += outcome.rejectedCount
  }
}

/// A source of the sample set as `sources.toml` lists it.
private struct SampleSource {
  var name: String
  var party: String
  var kind: String
  var monthlyCost: Money?
  var feeds: [(file: String, mapping: String)]

  static func read(_ file: String) throws(Fault) -> [SampleSource] {
    let document = try TOMLDocument.parse(try FileSystem.readText(file), file: file)
    let reader = TOMLReader(document, "a list of sources", code: .badConfiguration)
    let sources = reader.tables("source").map { table in
      var cost: Money?
      if let amount = table.integer("monthly_cost"),
        let currency = Currency(table.string("currency") ?? "EUR")
      {
        cost = Money(minorUnits: Int64(amount) * 100, currency: currency)
      }
      return SampleSource(
        name: table.string("name") ?? "", party: table.string("party") ?? "first",
        kind: table.string("kind") ?? "crm", monthlyCost: cost,
        feeds: table.tables("feed").map {
          ($0.string("file") ?? "", $0.string("mapping") ?? "")
        })
    }
    try reader.problems.raise()
    return sources
  }
}

extension QuestionDesk {
  /// A few segments to look at first.
  fileprivate func saveSampleSegments(now: Timestamp) throws(Fault) {
    let samples = [
      ("Dach", "country in (DE, AT, CH)", "the core market"),
      ("Buyers", "did purchase in last 90 days or did store_purchase in last 90 days", ""),
      (
        "Garden lovers",
        "did product_view at least 2 times in last 90 days where category = garden",
        ""
      ),
      (
        "Autumn win-back",
        "@Dach and did product_view in last 90 days and not @Buyers and consent(personalised_ads)",
        "looked, did not buy, may be addressed"
      ),
    ]
    for (name, text, note) in samples {
      _ = try save(
        SaveRequest(name: name, text: text, note: note, basedOn: nil),
        terms: Terms(asOf: now))
    }
  }
}
