package import Basis
internal import Sealing

/// What shows to somebody who kept roots, and has nothing else of the ledger, that it is unchanged.
package enum LedgerProof: Hashable, Sendable {
  /// That a record, whose content it tells, is one of those that a root stands for.
  case record(RecordProof)
  /// That a ledger only grew from an older root to a newer one.
  case growth(ExtensionProof)
}

/// One entry of a ledger and the hashes that lead from it to a root.
package struct RecordProof: Hashable, Sendable {
  package let link: ChainLink
  package let inclusion: InclusionProof

  package init(link: ChainLink, inclusion: InclusionProof) {
    (self.link, self.inclusion) = (link, inclusion)
  }

  /// Whether the entry, as it is told here, stands at its place under `root`.
  package func holds(under root: LedgerRoot) -> Bool {
    link.isConsistent && link.ownSequence == link.sequence
      && link.sequence == UInt64(inclusion.index) + 1
      && inclusion.holds(for: link.hash, under: root)
  }
}

extension LedgerProof {
  private static let recordTitle = "parterre-ledger-proof 1"
  private static let growthTitle = "parterre-ledger-growth 1"
  /// A path has a hash for each doubling, or two where a ledger grew.
  private static let longestPath = 128

  /// The proof as a text to be handed on.
  package var exported: String {
    var lines: [String]
    let path: [Digest]
    switch self {
    case .record(let proof):
      lines = [
        Self.recordTitle, "record \(proof.link.sequence)", "of \(proof.inclusion.count)",
        "previous \(proof.link.previous.hex)", "entry \(Hex.text(of: proof.link.entry))",
      ]
      path = proof.inclusion.path
    case .growth(let proof):
      lines = [Self.growthTitle, "record \(proof.old)", "of \(proof.new)"]
      path = proof.path
    }
    lines += path.map { "path \($0.hex)" }
    return lines.joined(separator: "\n") + "\n"
  }

  /// Reads an exported proof; `file` is named in faults.
  package init(exported text: String, file: String) throws(Fault) {
    var lines = ProofLines(text, file: file)
    switch lines.title {
    case Self.recordTitle:
      let (record, count) = try lines.places()
      let previous = try lines.digest("previous")
      let entry = try lines.bytes("entry")
      let link = ChainLink(
        sequence: UInt64(record), entry: entry, previous: previous,
        hash: LedgerChain.hash(of: entry, after: previous))
      self = .record(
        RecordProof(
          link: link,
          inclusion: InclusionProof(
            index: record - 1, count: count, path: try lines.path(atMost: Self.longestPath))))
    case Self.growthTitle:
      let (old, new) = try lines.places()
      self = .growth(
        ExtensionProof(old: old, new: new, path: try lines.path(atMost: Self.longestPath)))
    default: throw lines.malformed("it is not a proof of the ledger")
    }
  }
}

/// Reads the lines of an exported proof in their order.
private struct ProofLines {
  let title: Substring
  private var lines: ArraySlice<Substring>
  private let file: String

  init(_ text: String, file: String) {
    var lines = text.split(whereSeparator: \.isNewline)[...]
    title = lines.popFirst() ?? ""
    (self.lines, self.file) = (lines, file)
  }

  /// The place of a record and the number of all.
  mutating func places() throws(Fault) -> (record: Int, count: Int) {
    guard let record = Int(try value("record")), record > 0 else {
      throw malformed("the record is not a number from 1")
    }
    guard let count = Int(try value("of")), count >= record else {
      throw malformed("the number of records is smaller than the record's own")
    }
    return (record, count)
  }

  mutating func digest(_ name: String) throws(Fault) -> Digest {
    guard let digest = Digest(hex: try value(name)) else {
      throw malformed("the hash is not 64 hexadecimal digits")
    }
    return digest
  }

  mutating func bytes(_ name: String) throws(Fault) -> [UInt8] {
    guard let bytes = Hex.bytes(of: try value(name)) else {
      throw malformed("the entry is not in hexadecimal digits")
    }
    return bytes
  }

  mutating func path(atMost limit: Int) throws(Fault) -> [Digest] {
    guard lines.count <= limit else { throw malformed("it has more hashes than a proof needs") }
    var path: [Digest] = []
    while !lines.isEmpty { path.append(try digest("path")) }
    return path
  }

  private mutating func value(_ name: String) throws(Fault) -> Substring {
    let parts = (lines.popFirst() ?? "").split(separator: " ")
    guard parts.count == 2, parts[0] == name else {
      throw malformed("“\(name)” and its value are missing")
    }
    return parts[1]
  }

  /// The fault at the line that was read last; the title is the first.
  func malformed(_ reason: String) -> Fault {
    Fault(
      .malformed, file, reason: reason, remedy: "Give the file as `consent prove` wrote it",
      place: Fault.Place(line: max(1, lines.startIndex)))
  }
}
