package import Basis
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

  /// The plan of the small set.
  private static let smallProfiles = 2_000
  private static let eventsPerProfile = 20

  /// Writes sample feeds; `progress` hears the day and the number of days.
  package static func generate(
    into folder: String, profiles: Int, events: Int, days: Int, seed: UInt64,
    progress: (Int, Int) -> Void
  ) throws(Fault) {
    let plan = Plan(profiles: profiles, events: events, days: days, seed: seed)
    try SampleFeeds.generate(into: folder, plan: plan) { day, days in
      progress(day, days)
      return true
    }
  }

  /// Makes the workspace at `path`: generates the feeds beside it and takes each of them in.
  package static func make(
    at path: String, profiles: Int?, seed: UInt64, now: Timestamp, progress: (String) -> Void
  ) throws(Fault) -> Summary {
    let started = SystemClock.nanoseconds()
    let people = profiles ?? smallProfiles
    let feeds = path + "/feeds"
    try Workspace.create(at: path, zone: "Europe/Berlin", now: now)
    try generate(
      into: feeds, profiles: people, events: people * eventsPerProfile, days: 120, seed: seed
    ) { day, days in progress("generating day \(day) of \(days)") }
    let desk = QuestionDesk(path: path)
    var summary = Summary()
    for feed in SampleFeed.all {
      progress("taking in \(feed.file)")
      try desk.addSource(
        feed.source, party: feed.party, kind: feed.kind, mapping: feed.mapping,
        expectedInterval: feed.expectedInterval, monthlyCost: feed.monthlyCost, now: now)
      let results = try desk.ingest(
        [feeds + "/" + feed.file], source: feed.source, mapping: nil, isStrict: false, now: now,
        progress: { _, _, _ in true })
      for result in results {
        if let fault = result.fault { throw fault }
        guard let outcome = result.outcome else { continue }
        summary.feeds += 1
        summary.rows += outcome.rows
        summary.accepted += outcome.accepted
        summary.duplicates += outcome.duplicates
        summary.rejected += outcome.rejectedCount
      }
    }
    try desk.saveSampleSegments(now: now)
    summary.seconds = Double(SystemClock.nanoseconds() - started) / 1e9
    return summary
  }
}

extension QuestionDesk {
  /// A few segments to look at first.
  fileprivate func saveSampleSegments(now: Timestamp) throws(Fault) {
    let samples = [
      ("Dach", "country in (DE, AT, CH)", "the core market"),
      ("Buyers", "did purchase in last 90 days or did store_purchase in last 90 days", ""),
      ("Rose lovers", "did product_view at least 2 times in last 60 days where category = rosen", ""),
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
