package import Sealing

/// The hashing of a tree as in RFC 6962: leaves and inner nodes can never be taken for each other.
enum MerkleHash {
  static func leaf(_ hash: Digest) -> Digest {
    let bytes = [33 of UInt8] { $0 == 0 ? 0 : hash[$0 - 1] }
    return SHA256.of(bytes.span)
  }

  static func node(_ left: Digest, _ right: Digest) -> Digest {
    let bytes = [65 of UInt8] { $0 == 0 ? 1 : $0 <= 32 ? left[$0 - 1] : right[$0 - 33] }
    return SHA256.of(bytes.span)
  }

  static let empty = SHA256.of([UInt8]().span)
}

/// The few subtree hashes that suffice to grow a tree and to know its root.
struct MerkleFrontier: Hashable, Sendable {
  /// Hashes of full subtrees, the largest first; their sizes are the bits of `count`.
  private(set) var subtrees: [Digest] = []
  private(set) var count: UInt64 = 0

  init() {}

  /// Takes up a frontier; nil where the hashes are not as many as `count` needs.
  init?(subtrees: [Digest], count: UInt64) {
    guard subtrees.count == count.nonzeroBitCount else { return nil }
    (self.subtrees, self.count) = (subtrees, count)
  }

  /// Adds a leaf; logarithmic at worst, constant on average.
  mutating func append(_ hash: Digest) {
    subtrees.append(MerkleHash.leaf(hash))
    // Each trailing one bit of the old count is a pair of subtrees of equal size.
    var size = count
    while size & 1 == 1 {
      let right = subtrees.removeLast()
      let left = subtrees.removeLast()
      subtrees.append(MerkleHash.node(left, right))
      size >>= 1
    }
    count += 1
  }

  /// The root over all leaves.
  var root: Digest {
    guard var root = subtrees.last else { return MerkleHash.empty }
    for left in subtrees.dropLast().reversed() { root = MerkleHash.node(left, root) }
    return root
  }
}

/// A tree over the hashes of a chain's entries, from which short proofs are made.
package struct MerkleTree: Sendable {
  private let leaves: [Digest]

  /// Makes the tree over `hashes`, in order.
  package init(_ hashes: [Digest]) { leaves = hashes.map(MerkleHash.leaf) }

  /// The root over the first `count` leaves; linear in their number.
  package func root(of count: Int) -> Digest {
    count == 0 ? MerkleHash.empty : root(0..<count)
  }

  private func root(_ range: Range<Int>) -> Digest {
    guard range.count > 1 else { return leaves[range.lowerBound] }
    let middle = range.lowerBound + Self.split(range.count)
    return MerkleHash.node(
      root(range.lowerBound..<middle), root(middle..<range.upperBound))
  }

  /// Proves that the entry at `index`, counted from 0, is one of the first `count`.
  package func inclusionProof(of index: Int, in count: Int) -> InclusionProof {
    precondition(index < count && count <= leaves.count, "the entry must be in the tree")
    var path: [Digest] = []
    var range = 0..<count
    while range.count > 1 {
      let middle = range.lowerBound + Self.split(range.count)
      if index < middle {
        path.append(root(middle..<range.upperBound))
        range = range.lowerBound..<middle
      } else {
        path.append(root(range.lowerBound..<middle))
        range = middle..<range.upperBound
      }
    }
    return InclusionProof(index: index, count: count, path: path.reversed())
  }

  /// Proves that the first `old` entries are the beginning of the first `new`.
  package func extensionProof(from old: Int, to new: Int) -> ExtensionProof {
    precondition(old > 0 && old <= new && new <= leaves.count, "the trees must be in this one")
    var path: [Digest] = []
    collect(old, 0..<new, isWhole: true, into: &path)
    return ExtensionProof(old: old, new: new, path: path)
  }

  private func collect(_ old: Int, _ range: Range<Int>, isWhole: Bool, into path: inout [Digest]) {
    guard old < range.count else {
      if !isWhole { path.append(root(range)) }
      return
    }
    let split = Self.split(range.count)
    let middle = range.lowerBound + split
    if old <= split {
      collect(old, range.lowerBound..<middle, isWhole: isWhole, into: &path)
      path.append(root(middle..<range.upperBound))
    } else {
      collect(old - split, middle..<range.upperBound, isWhole: false, into: &path)
      path.append(root(range.lowerBound..<middle))
    }
  }

  /// The largest power of two below `count`.
  static func split(_ count: Int) -> Int {
    1 << (Int.bitWidth - 1 - (count - 1).leadingZeroBitCount)
  }
}

/// The hashes that lead from one entry to a root.
package struct InclusionProof: Hashable, Sendable {
  package let index: Int
  package let count: Int
  package let path: [Digest]

  package init(index: Int, count: Int, path: [Digest]) {
    (self.index, self.count, self.path) = (index, count, path)
  }

  /// Whether the entry with `hash` is at the proof's place under `root`.
  package func holds(for hash: Digest, under root: LedgerRoot) -> Bool {
    guard root.count == UInt64(count), (0..<count).contains(index) else { return false }
    var (place, last) = (index, count - 1)
    var current = MerkleHash.leaf(hash)
    for sibling in path {
      guard last > 0 else { return false }
      if place & 1 == 1 || place == last {
        current = MerkleHash.node(sibling, current)
        while place & 1 == 0, place != 0 { (place, last) = (place >> 1, last >> 1) }
      } else {
        current = MerkleHash.node(current, sibling)
      }
      (place, last) = (place >> 1, last >> 1)
    }
    return last == 0 && current == root.tree
  }
}

/// The hashes that lead from an older root to a newer one.
package struct ExtensionProof: Hashable, Sendable {
  package let old: Int
  package let new: Int
  package let path: [Digest]

  package init(old: Int, new: Int, path: [Digest]) {
    (self.old, self.new, self.path) = (old, new, path)
  }

  /// Whether the chain of `newer` begins with all of the chain of `older`.
  package func holds(from older: LedgerRoot, to newer: LedgerRoot) -> Bool {
    guard older.count == UInt64(old), newer.count == UInt64(new), old > 0, old <= new else {
      return false
    }
    if old == new { return path.isEmpty && older.tree == newer.tree }
    var (place, last) = (old - 1, new - 1)
    while place & 1 == 1 { (place, last) = (place >> 1, last >> 1) }
    var rest = path[...]
    // An older tree that is a full subtree is its own first hash.
    let start = place == 0 ? older.tree : rest.popFirst()
    guard let start else { return false }
    var (oldRoot, newRoot) = (start, start)
    for sibling in rest {
      guard last > 0 else { return false }
      if place & 1 == 1 || place == last {
        oldRoot = MerkleHash.node(sibling, oldRoot)
        newRoot = MerkleHash.node(sibling, newRoot)
        while place & 1 == 0, place != 0 { (place, last) = (place >> 1, last >> 1) }
      } else {
        newRoot = MerkleHash.node(newRoot, sibling)
      }
      (place, last) = (place >> 1, last >> 1)
    }
    return last == 0 && oldRoot == older.tree && newRoot == newer.tree
  }
}
