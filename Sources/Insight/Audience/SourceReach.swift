internal import Basis
internal import Columns
internal import Requests
internal import Segments

/// Who is addressable and has consented, and who would be without some sources.
struct SourceReach {
  let namespaces: [String]
  let purposes: [String]
  /// Everyone who is addressable and has granted all purposes.
  let all: DenseSet
  private let consented: DenseSet
  private let context: ReportContext

  private static let usualNamespaces = [
    "email", "email_sha256", "phone", "phone_sha256", "gaid", "idfa", "cookie", "uid2", "euid",
    "ppid",
  ]
  private static let usualPurposes = ["personalised_ads", "ads", "email"]

  init(_ context: ReportContext, _ settings: ReportSettings, _ everyone: DenseSet) throws(Fault) {
    self.context = context
    let vocabulary = context.audience.vocabulary
    let named = settings.list("identifiers")
    for name in named where !vocabulary.namespaces.contains(name) {
      throw Self.unknown("identifiers", name, vocabulary.namespaces)
    }
    let usual = Self.usualNamespaces.filter { vocabulary.namespaces.contains($0) }
    namespaces = !named.isEmpty ? named : usual.isEmpty ? vocabulary.namespaces : usual
    let wanted = settings.list("purpose")
    for name in wanted where !vocabulary.purposes.contains(name) {
      throw Self.unknown("purpose", name, vocabulary.purposes)
    }
    let first =
      Self.usualPurposes.first { vocabulary.purposes.contains($0) } ?? vocabulary.purposes.first
    purposes = !wanted.isEmpty ? wanted : first.map { [$0] } ?? []
    var consented = everyone
    for purpose in purposes {
      let granting = try context.audience.units(granting: purpose, asOf: context.asOf) ?? UnitSet()
      consented = consented.intersection(DenseSet(granting, bound: context.unitCount))
    }
    self.consented = consented
    let reachable = try context.data.reachable(by: namespaces, without: [])
    all = DenseSet(reachable, bound: context.unitCount).intersection(consented)
  }

  /// How many would no longer be addressable without some sources.
  func lost(without sources: Set<String>) throws(Fault) -> Int {
    let left = try context.data.reachable(by: namespaces, without: sources)
    return all.differenceCount(DenseSet(left, bound: context.unitCount))
  }

  /// All of them as parts of a segment; nil where nobody can be reached.
  var parts: [Segment]? {
    guard !namespaces.isEmpty else { return nil }
    let has = namespaces.map { Segment.has(Name($0)) }
    return [has.count > 1 ? .or(has) : has[0]]
      + (purposes.isEmpty ? [] : [.consent(purposes.map { Name($0) })])
  }

  private static func unknown(_ parameter: String, _ name: String, _ known: [String]) -> Fault {
    Fault(
      .badReport, "--\(parameter)", reason: "there is nothing called “\(name)”",
      remedy: NearestName.remedy(for: name, among: known))
  }
}
