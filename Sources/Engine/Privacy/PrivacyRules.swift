internal import Basis
internal import Consent
internal import Formats

/// What a workspace's `privacy.toml` says: how long data is kept, by source and purpose.
///
///     [[retention]]
///     source = "web_shop"      # left out: every source
///     purpose = "ads"          # left out: every purpose
///     keep = "13mo"            # 30d, 4w, 13mo, 2y
struct PrivacyRules: Equatable {
  static let fileName = "privacy.toml"

  /// The purposes that rules may name, in their order.
  let purposes: PurposeCatalogue
  let retention: RetentionPolicy

  static let none = PrivacyRules(purposes: .standard, retention: RetentionPolicy())

  /// Reads the rules of the workspace in `folder`; every problem is told at once.
  static func read(in folder: String, sources: [String]) throws(Fault) -> PrivacyRules {
    let path = folder + "/" + fileName
    guard FileSystem.kind(of: path) != nil else { return none }
    return try parse(try FileSystem.readText(path), file: path, sources: sources)
  }

  static func parse(_ text: String, file: String, sources: [String]) throws(Fault)
    -> PrivacyRules
  {
    let document = try TOMLDocument.parse(text, file: file)
    let reader = TOMLReader(document, "the privacy rules", code: .badConfiguration)
    let further = reader.strings("purposes") ?? []
    let purposes = try PurposeCatalogue(adding: further)
    var rules: [RetentionRule] = []
    for rule in reader.tables("retention") {
      if let rule = Self.rule(rule, purposes, sources) { rules.append(rule) }
      rule.refuseOthers()
    }
    reader.refuseOthers()
    let faults = reader.problems.faults
    if let first = faults.first {
      throw Fault(
        first.code, first.subject, reason: faults.map(\.reason).joined(separator: "; "),
        remedy: first.remedy, place: first.place)
    }
    return PrivacyRules(purposes: purposes, retention: RetentionPolicy(rules))
  }

  /// One rule; nil where something of it was noted as a problem.
  private static func rule(
    _ reader: TOMLReader, _ purposes: PurposeCatalogue, _ sources: [String]
  ) -> RetentionRule? {
    let source = reader.string("source")
    if let source, !sources.contains(source) {
      reader.problem(
        "source", "there is no source “\(source)”",
        NearestName.remedy(for: source, among: sources))
    }
    let name = reader.string("purpose")
    let purpose = name.flatMap { purposes.purpose($0) }
    if let name, purpose == nil {
      reader.problem(
        "purpose", "there is no purpose “\(name)”",
        NearestName.remedy(
          for: name, among: purposes.names, otherwise: "Name it in purposes = [\"\(name)\"] first"))
    }
    guard let keep = reader.string("keep").flatMap({ CalendarSpan($0) }) else {
      reader.problem(
        "keep", "the rule does not say how long", "Write keep = \"13mo\" or 30d, 4w, 2y")
      return nil
    }
    return RetentionRule(source: source, purpose: purpose, keep: keep)
  }

  /// The instant before which data of each source does not count, at the beginning of a day.
  ///
  /// Without `purposes` it is what no purpose may use any more; with them, what one of them may not.
  /// It changes once a day, so that answers stay the same meanwhile.
  func cutoffs(of sources: [String], for names: [String], at now: Timestamp) -> [String: UInt32] {
    guard retention != RetentionPolicy() else { return [:] }
    let day = Timestamp(now.seconds.dividedByFloor(86_400).quotient * 86_400)
    var cutoffs: [String: UInt32] = [:]
    for source in sources {
      var cutoff = retention.sweepCutoff(source: source, purposes: purposes.purposes, at: day)
      for purpose in names.compactMap({ purposes.purpose($0) }) {
        let own = retention.cutoff(source: source, purpose: purpose, at: day)
        cutoff = [cutoff, own].compactMap { $0 }.max()
      }
      if let cutoff, cutoff.seconds > 0 { cutoffs[source] = UInt32(clamping: cutoff.seconds) }
    }
    return cutoffs
  }
}
