package import Basis
internal import Glibc

/// One file that a system of the retailer sends.
package struct SampleFeed: Sendable {
  /// The feed's name, such as `web`.
  package let name: String
  /// The file's name, such as `web.jsonl.gz`.
  package let file: String
  package let source: String
  package let party: String
  package let kind: String
  /// The text of `NAME.mapping.toml`.
  package let mapping: String

  package var mappingFile: String { "\(name).mapping.toml" }
}

/// Writes what the systems of one retailer would send.
package struct SampleFeeds {
  package init() {}

  /// Writes all feeds, mappings, the list of sources and the truth into a directory.
  ///
  /// Memory grows with the people by a few bytes each, and with one day's activities. `progress`
  /// is told how many event rows were made of how many that were asked for.
  package func generate(
    into directory: String, plan: Plan, progress: (_ done: Int, _ wanted: Int) -> Void = { _, _ in }
  ) throws(Fault) {
    try plan.check()
    try Self.makeDirectory(directory)
    let production = try events(into: directory, plan, progress)
    let lists = try self.lists(into: directory, plan, production.exposures)
    let reports = CostReports(production)
    for report in [reports.google, reports.meta] {
      try Self.write(report.text, Self.file(report.name), in: directory)
    }
    let truth = Truth.text(production, lists.directory, households: lists.households)
    try Self.write(truth, "truth.json", in: directory)
    for feed in Self.feeds {
      try Self.write(feed.mapping, feed.mappingFile, in: directory)
    }
    try Self.write(SourceList.text, "sources.toml", in: directory)
    progress(plan.events, plan.events)
  }

  private func events(
    into directory: String, _ plan: Plan, _ progress: (Int, Int) -> Void
  ) throws(Fault) -> Production {
    var files = try EventFiles.open(in: directory)
    var production = Production(plan)
    production.impressions.header(Production.impressionHeader)
    production.clicks.header(Production.impressionHeader)
    production.conversions.header(Production.conversionHeader)
    production.store.header(Production.storeHeader)
    production.email.header(Production.emailHeader)
    var schedule = Schedule(plan, firstDay: production.firstDay)
    for day in 0..<plan.days {
      for entry in schedule.entries(day: day, in: production.world) {
        let before = production.eventRows
        var random = production.world.random(
          .session, day, entry.number * Production.Stream.allCases.count + entry.stream.rawValue)
        production.perform(entry.stream, at: entry.second, day: day, &random)
        schedule.record(entry.stream, rows: production.eventRows - before)
        try files.take(from: &production, all: false)
      }
      progress(min(production.eventRows, plan.events), plan.events)
    }
    try files.take(from: &production, all: true)
    try files.finish()
    return production
  }

  private func lists(
    into directory: String, _ plan: Plan, _ exposures: Exposures
  ) throws(Fault) -> (directory: Directory, households: Int) {
    var files = try ListFiles.open(in: directory)
    var lists = Directory(plan)
    lists.crm.header(Directory.crmHeader)
    lists.partner.header(Directory.partnerHeader)
    lists.alpha.header(Directory.alphaHeader)
    lists.beta.header(Directory.betaHeader)
    lists.consentMode.header(Directory.consentModeHeader)
    var truth = RowText()
    truth.append(TrueIdentifiers.header)
    var people = RowText()
    people.append(TruePeople.header)
    var households = 0
    for index in 0..<plan.profiles {
      let person = lists.world.person(index)
      if person.household == index { households += 1 }
      lists.describe(person)
      TrueIdentifiers.append(person, in: lists.world, to: &truth)
      TruePeople.append(person, in: lists.world, exposures, to: &people)
      try files.take(from: &lists, &truth, &people, all: false)
    }
    try files.take(from: &lists, &truth, &people, all: true)
    return (lists, households)
  }

  static func file(_ feed: String) -> String {
    feeds.first { $0.name == feed }?.file ?? "\(feed).csv"
  }

  private static func write(
    _ text: RowText, _ name: String, in directory: String
  ) throws(Fault) {
    var file = try FeedFile(directory, name)
    try file.write(text.bytes)
    try file.finish()
  }

  private static func write(
    _ text: String, _ name: String, in directory: String
  ) throws(Fault) {
    var file = try FeedFile(directory, name)
    try file.write(Array(text.utf8))
    try file.finish()
  }

  private static func makeDirectory(_ path: String) throws(Fault) {
    if unsafe mkdir(path, 0o755) == 0 || errno == EEXIST { return }
    throw Fault(
      .unwritable, path, reason: unsafe String(cString: strerror(errno)),
      remedy: "Choose a folder below one that exists and that you may write to")
  }
}

/// The open files of the systems that send events.
private struct EventFiles: ~Copyable {
  var web, webLate, app, impressions, clicks, conversions, store, email: FeedFile

  static func open(in directory: String) throws(Fault) -> EventFiles {
    let web = try FeedFile(directory, SampleFeeds.file("web"))
    let webLate = try FeedFile(directory, SampleFeeds.file("web_late"))
    let app = try FeedFile(directory, SampleFeeds.file("app"))
    let impressions = try FeedFile(directory, SampleFeeds.file("impressions"))
    let clicks = try FeedFile(directory, SampleFeeds.file("clicks"))
    let conversions = try FeedFile(directory, SampleFeeds.file("conversions"))
    let store = try FeedFile(directory, SampleFeeds.file("pos"))
    let email = try FeedFile(directory, SampleFeeds.file("email"))
    return EventFiles(
      web: web, webLate: webLate, app: app, impressions: impressions, clicks: clicks,
      conversions: conversions, store: store, email: email)
  }

  mutating func take(from made: inout Production, all: Bool) throws(Fault) {
    try web.take(&made.web, all: all)
    try webLate.take(&made.webLate, all: all)
    try app.take(&made.app, all: all)
    try impressions.take(&made.impressions, all: all)
    try clicks.take(&made.clicks, all: all)
    try conversions.take(&made.conversions, all: all)
    try store.take(&made.store, all: all)
    try email.take(&made.email, all: all)
  }

  mutating func finish() throws(Fault) {
    try web.finish()
    try webLate.finish()
    try app.finish()
    try impressions.finish()
    try clicks.finish()
    try conversions.finish()
    try store.finish()
    try email.finish()
  }
}

/// The open files of the systems that export lists.
private struct ListFiles: ~Copyable {
  var crm, partner, alpha, beta, consentTCF, consentMode, truth, people: FeedFile

  static func open(in directory: String) throws(Fault) -> ListFiles {
    let crm = try FeedFile(directory, SampleFeeds.file("crm"))
    let partner = try FeedFile(directory, SampleFeeds.file("partner"))
    let alpha = try FeedFile(directory, SampleFeeds.file("segments_alpha"))
    let beta = try FeedFile(directory, SampleFeeds.file("segments_beta"))
    let consentTCF = try FeedFile(directory, SampleFeeds.file("consent_tcf"))
    let consentMode = try FeedFile(directory, SampleFeeds.file("consent_mode"))
    let truth = try FeedFile(directory, "truth_identifiers.csv")
    let people = try FeedFile(directory, "truth_people.csv")
    return ListFiles(
      crm: crm, partner: partner, alpha: alpha, beta: beta, consentTCF: consentTCF,
      consentMode: consentMode, truth: truth, people: people)
  }

  mutating func take(
    from lists: inout Directory, _ identifiers: inout RowText, _ truePeople: inout RowText,
    all: Bool
  ) throws(Fault) {
    try crm.take(&lists.crm, all: all)
    try partner.take(&lists.partner, all: all)
    try alpha.take(&lists.alpha, all: all)
    try beta.take(&lists.beta, all: all)
    try consentTCF.take(&lists.consentTCF, all: all)
    try consentMode.take(&lists.consentMode, all: all)
    try truth.take(&identifiers, all: all)
    try people.take(&truePeople, all: all)
  }
}

extension FeedFile {
  /// How many bytes are gathered before they are written.
  fileprivate static let piece = 1 << 18

  fileprivate mutating func take(_ text: inout RowText, all: Bool) throws(Fault) {
    guard all || text.count > Self.piece else { return }
    try write(text.bytes)
    text.removeAll()
  }

  fileprivate mutating func take(_ feed: inout FeedText, all: Bool) throws(Fault) {
    guard all || feed.text.count > Self.piece else { return }
    try write(feed.text.bytes)
    feed.drained()
  }
}
