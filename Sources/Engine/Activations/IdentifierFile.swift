internal import Basis
internal import Normalise
internal import Sealing

/// A file of identifiers, one a line, such as those of people who have left.
enum IdentifierFile {
  /// The keyed hashes of a file's identifiers, ascending and each once.
  ///
  /// Where the namespace's values are known by their digests, too, a line may be the SHA-256.
  static func hashes(_ file: String, namespace: String, vault: Vault) throws(Fault) -> (
    hashes: [UInt64], unusable: Int
  ) {
    let rules = IdentifierRules()
    let kind = IdentifierNamespace(namespace)
    let lookup = try vault.lookup(namespace: kind.name)
    let digestKind = kind.digestName.map { IdentifierNamespace($0) }
    let digests = try digestKind.map { (kind) throws(Fault) in
      try vault.lookup(namespace: kind.name)
    }
    var hashes: Set<UInt64> = []
    var unusable = 0
    var value: [UInt8] = []
    for line in try FileSystem.readText(file).split(whereSeparator: \.isNewline) {
      let text = Array(line.split(whereSeparator: \.isWhitespace).joined(separator: " ").utf8)
      guard !text.isEmpty else { continue }
      value.removeAll(keepingCapacity: true)
      if rules.canonicalise(text.span, as: kind, into: &value) == .usable {
        hashes.insert(lookup.of(value.span))
        if let digests { hashes.insert(digests.of(SHA256.of(value.span).hex)) }
      } else if let digests, let digestKind,
        rules.canonicalise(text.span, as: digestKind, into: &value) == .usable
      {
        hashes.insert(digests.of(value.span))
      } else {
        unusable += 1
      }
    }
    guard !hashes.isEmpty || unusable == 0 else {
      throw Fault(
        .malformed, file,
        reason: "it has \(Counted.text(unusable, "line")), and none is a usable \(namespace)",
        remedy: "Give one identifier a line, without a header")
    }
    return (hashes.sorted(), unusable)
  }
}
