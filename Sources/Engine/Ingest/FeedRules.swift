internal import Basis
internal import Consent
internal import Intake
internal import Storage

/// What a workspace's own files say of every feed: its taxonomy and how signals of consent are read.
struct FeedRules {
  static let taxonomyName = "taxonomy.toml"

  let taxonomy: Taxonomy
  private let consent: ConsentConfiguration

  /// Reads the files of the workspace at `path`; one that is not there says nothing.
  init(workspace path: String) throws(Fault) {
    consent = try ConsentData.configuration(ofWorkspaceAt: path)
    let taxonomyFile = path + "/" + Self.taxonomyName
    taxonomy =
      FileSystem.kind(of: taxonomyFile) == nil
      ? Taxonomy()
      : try Taxonomy.parse(try FileSystem.readText(taxonomyFile), file: taxonomyFile)
  }

  /// The mapping of a source's feeds, from its text or from one given for this time.
  func mapping(
    of source: SourceRecord, or override: String? = nil
  ) throws(Fault) -> (mapping: Mapping, text: String) {
    guard let text = override ?? source.mapping else {
      throw Fault(
        .badMapping, "source “\(source.name)”", reason: "it has no mapping",
        remedy: "Give one with --mapping FILE, or let `parterre audit` propose one")
    }
    var mapping = try taxonomy.applied(
      to: try Mapping.parse(text, file: "the mapping of \(source.name)"))
    // Receipts without a card and redacted ad views are nobody's, but they belong to the totals.
    let isAnonymous = source.kind == "pos" || source.kind == "adserver"
    mapping.row.keepsNobody = mapping.row.keepsNobody || isAnonymous
    return (mapping.withSignals(of: consent, source: source.name), text)
  }
}
