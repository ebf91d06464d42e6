package import Sealing

/// One entry of a chain as it is stored: its place, its content and what ties it to the one before.
package struct ChainLink: Hashable, Sendable {
  /// The entry's place, counted from 1.
  package var sequence: UInt64
  /// The entry in its canonical bytes, which begin with its own place.
  package var entry: [UInt8]
  /// The hash of the entry before; of the chain's name for the first.
  package var previous: Digest
  package var hash: Digest

  /// Makes a link of `content`, which has no place in it yet, as it is stored at `sequence`.
  package init(sequence: UInt64, content: [UInt8], previous: Digest, hash: Digest) {
    var writer = CanonicalWriter()
    writer.write(sequence)
    self.init(sequence: sequence, entry: writer.bytes + content, previous: previous, hash: hash)
  }

  package init(sequence: UInt64, entry: [UInt8], previous: Digest, hash: Digest) {
    (self.sequence, self.entry, self.previous, self.hash) = (sequence, entry, previous, hash)
  }

  /// The place that the entry itself names; nil where it is too short to name one.
  package var ownSequence: UInt64? {
    var reader = CanonicalReader(entry)
    return reader.number()
  }

  /// Whether the hash is the one that the entry and the hash before it make.
  package var isConsistent: Bool { LedgerChain.hash(of: entry, after: previous) == hash }
}

/// The growing end of a chain of entries, of which none can change without all later ones.
///
/// The consent ledger and the audit log are such chains; they differ in their name alone.
package struct LedgerChain: Hashable, Sendable {
  /// The hash of the last entry, or of the chain's name where there is none.
  package private(set) var head: Digest
  /// How many entries the chain has.
  package private(set) var count: UInt64
  private var tree: MerkleFrontier

  /// Starts an empty chain called `name`.
  package init(name: String) {
    head = Self.genesis(name)
    count = 0
    tree = MerkleFrontier()
  }

  /// Takes up a chain called `name` whose entries have `hashes`, in order; linear in their number.
  package init(name: String, continuing hashes: some Sequence<Digest>) {
    self.init(name: name)
    for hash in hashes {
      tree.append(hash)
      head = hash
      count += 1
    }
  }

  /// The chain's end as bytes, to be stored beside it so that it need not be read to be continued.
  package var state: [UInt8] {
    var writer = CanonicalWriter()
    writer.write(count)
    writer.write(head.bytes)
    for hash in tree.subtrees { writer.write(hash.bytes) }
    return writer.bytes
  }

  /// Takes up a stored end; nil where it is not one.
  package init?(state: [UInt8]) {
    var reader = CanonicalReader(state)
    guard let count = reader.number(), let head = reader.value().flatMap({ Digest($0) }) else {
      return nil
    }
    var subtrees: [Digest] = []
    while !reader.isAtEnd {
      guard let hash = reader.value().flatMap({ Digest($0) }) else { return nil }
      subtrees.append(hash)
    }
    guard let tree = MerkleFrontier(subtrees: subtrees, count: count) else { return nil }
    (self.count, self.head, self.tree) = (count, head, tree)
  }

  /// Appends an entry and returns what is to be stored.
  package mutating func append(_ content: [UInt8]) -> ChainLink {
    var writer = CanonicalWriter(reserving: content.count + 8)
    writer.write(count + 1)
    let entry = writer.bytes + content
    let link = ChainLink(
      sequence: count + 1, entry: entry, previous: head, hash: Self.hash(of: entry, after: head))
    tree.append(link.hash)
    (head, count) = (link.hash, link.sequence)
    return link
  }

  /// What stands for the whole chain up to its present end.
  package func root(at time: Int64) -> LedgerRoot {
    LedgerRoot(count: count, head: head, tree: tree.root, time: time)
  }

  /// What the first entry has as the hash before it.
  package static func genesis(_ name: String) -> Digest {
    SHA256.of(Array("parterre chain \(name)".utf8).span)
  }

  /// The hash of an entry: SHA-256 over the hash before it and its bytes.
  package static func hash(of entry: [UInt8], after previous: Digest) -> Digest {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(entry.count + 32)
    for index in 0..<32 { bytes.append(previous[index]) }
    bytes.append(contentsOf: entry)
    return SHA256.of(bytes.span)
  }
}
