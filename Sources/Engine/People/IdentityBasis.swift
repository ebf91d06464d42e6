internal import Basis
internal import Identity
internal import Normalise
internal import Storage

/// What decides who is whom besides the links that feeds bring: rules, the list of bad identifiers,
/// decisions, probable links.
struct IdentityBasis: Sendable {
  static let fileName = "identity.toml"
  static let badIdentifiersName = "bad_identifiers.toml"

  let rules: IdentityRules
  /// Identifiers that stand for nobody, as the workspace lists them.
  let bad: BadIdentifiers
  let decisions: Decisions
  /// Links that probabilistic linkage found; empty where no lens uses them.
  let probable: [ProbableLink]

  /// Reads the rules' file and the catalogue; a mistake in the file is a fault that names its line.
  init(_ workspace: Workspace) throws(Fault) {
    rules = try Self.rules(of: workspace)
    bad = try Self.badIdentifiers(of: workspace)
    var decisions = Decisions()
    for decision in try workspace.catalogue.decisions() { decisions.apply(decision) }
    self.decisions = decisions
    probable = rules.probableLenses.isEmpty ? [] : try workspace.catalogue.probableLinks()
  }

  /// The rules as the file says them, or those of a new workspace where there is none.
  static func rules(of workspace: Workspace) throws(Fault) -> IdentityRules {
    let file = workspace.path + "/" + fileName
    guard FileSystem.kind(of: file) != nil else { return .standard }
    return try IdentityRules.parse(try FileSystem.readText(file), file: file)
  }

  static func badIdentifiers(of workspace: Workspace) throws(Fault) -> BadIdentifiers {
    let file = workspace.path + "/" + badIdentifiersName
    guard FileSystem.kind(of: file) != nil else { return BadIdentifiers() }
    return try BadIdentifiers.parse(try FileSystem.readText(file), file: file)
  }

  /// The version of everything that an answer depends on: of the data and of the files of rules.
  ///
  /// Decisions and linkages raise the data's own version. Without files the version is the data's.
  static func version(of workspace: Workspace) throws(Fault) -> UInt64 {
    let data = UInt64(try workspace.catalogue.dataVersion())
    var hash: UInt64 = 0
    for name in [fileName, badIdentifiersName, ConsentData.fileName] {
      let file = workspace.path + "/" + name
      guard FileSystem.kind(of: file) != nil else { continue }
      let bytes = try FileSystem.read(file)
      hash ^= Hash64.of(bytes.span, seed: Hash64.of(Array(name.utf8).span))
    }
    guard hash != 0 else { return data }
    // The uppermost bit stays clear, so that the version also fits a signed number.
    return data & dataBits | (hash & 0x7FFF_FFFF) << 32
  }

  /// The data's own version within a version.
  static let dataBits: UInt64 = 0xFFFF_FFFF
}

extension Decisions {
  /// Takes one decision on top of the earlier ones.
  mutating func apply(_ decision: DecisionRecord) {
    switch (decision.kind, decision.b) {
    case (.split, _): split(decision.a)
    case (.apart, let b?): keepApart(decision.a, b)
    case (.cut, let b?): cut.insert(Pair(decision.a, b))
    case (.merge, let b?):
      merge(decision.a, b)
      // Who merges two has seen how large they are together.
      if let size = decision.size { keep(decision.a, size: size) }
    case (.keep, _): keep(decision.a, size: decision.size ?? 0)
    case (.apart, nil), (.cut, nil), (.merge, nil): break
    }
  }
}
