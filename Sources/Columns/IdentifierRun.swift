package import Basis

/// The identifiers that one batch brought, and every node that it mentioned.
///
/// Values are sealed in blocks, because they are personal data; a look-up goes by keyed hash and
/// needs no value. New nodes of a run are numbered without a gap from `firstNode`.
package struct IdentifierSlice: Sendable {
  static let blockSize = 256

  package let firstNode: UInt32
  /// Keyed hashes of the new identifiers, in the order of their nodes.
  package private(set) var hashes: [UInt64] = []
  package private(set) var namespaces: [UInt32] = []
  /// Further hashes that lead to a node, such as that of an e-mail's digest.
  private var aliases: [(hash: UInt64, node: UInt32)] = []
  private var lengths: [UInt32] = []
  private var values: [UInt8] = []
  private var seen: [UInt64] = []

  package init(firstNode: UInt32) { self.firstNode = firstNode }

  /// The node that the next new identifier gets.
  package var nextNode: UInt32 { firstNode + UInt32(hashes.count) }

  package mutating func append(hash: UInt64, namespace: UInt32, value: borrowing Span<UInt8>) {
    hashes.append(hash)
    namespaces.append(namespace)
    lengths.append(UInt32(value.count))
    for index in 0..<value.count { values.append(value[index]) }
  }

  /// Lets a further hash lead to a node.
  package mutating func addAlias(_ hash: UInt64, of node: UInt32) { aliases.append((hash, node)) }

  /// Notes that the batch has data of `node`.
  package mutating func markSeen(_ node: UInt32) {
    let word = Int(node >> 6)
    while word >= seen.count { seen.append(contentsOf: repeatElement(0, count: max(64, word / 2))) }
    seen[word] |= 1 << UInt64(node & 63)
  }

  /// The run, with each block of values passed through `seal`.
  package func run(seal: ([UInt8]) throws(Fault) -> [UInt8]) throws(Fault) -> RunWriter {
    var run = RunWriter()
    run.add("first", [Int64(firstNode)])
    run.add("count", [Int64(hashes.count)])
    var order = hashes + aliases.map(\.hash)
    var nodes = (0..<UInt32(hashes.count)).map { firstNode + $0 } + aliases.map(\.node)
    RadixSort.sort(&order, carrying: &nodes)
    run.add("hashes", words: order)
    run.add("nodes", nodes)
    run.add("namespaces", namespaces)
    var blocks = SealedBlocks()
    var start = 0
    for length in lengths {
      let end = start + Int(length)
      try blocks.append(values[start..<end], seal: seal)
      start = end
    }
    try blocks.write(to: &run, seal: seal)
    run.add("seen", seenNodes(), ascending: true)
    return run
  }

  private func seenNodes() -> [UInt32] {
    var nodes: [UInt32] = []
    for (index, word) in seen.enumerated() {
      var bits = word
      while bits != 0 {
        nodes.append(UInt32(index) << 6 | UInt32(bits.trailingZeroBitCount))
        bits &= bits - 1
      }
    }
    return nodes
  }
}

/// Reads the identifiers of one run.
package struct IdentifierRunReader: Sendable {
  package let run: RunFile
  package let firstNode: UInt32
  package let count: Int

  package init(_ run: RunFile) throws(Fault) {
    self.run = run
    guard let first = try run.integers("first").first.flatMap({ UInt32(exactly: $0) }),
      let count = try run.integers("count").first, count >= 0,
      count <= Int64(UInt32.max - first)
    else { throw run.damage("its identifiers have no numbers") }
    (firstNode, self.count) = (first, Int(count))
    try run.requireEqual(try run.valueCount("namespaces") ?? 0, self.count, in: "identifiers")
  }

  /// The node of an identifier by its keyed hash; nil where this run does not define it.
  package func node(of hash: UInt64) throws(Fault) -> UInt32? {
    guard let place = try run.position(of: hash, inAscending: "hashes") else { return nil }
    return try known([try run.number("nodes", at: place)])[0]
  }

  /// All hashes with their nodes.
  package func entries() throws(Fault) -> (hashes: [UInt64], nodes: [UInt32]) {
    let (hashes, nodes) = (try run.words("hashes"), try run.numbers("nodes"))
    try run.requireEqual(hashes.count, nodes.count, in: "identifiers")
    return (hashes, try known(nodes))
  }

  /// Nodes that this run or an earlier one numbers, as all are that it may speak of.
  func known(_ nodes: [UInt32]) throws(Fault) -> [UInt32] {
    let end = firstNode + UInt32(count)
    guard nodes.allSatisfy({ $0 < end }) else {
      throw run.damage("it speaks of identifiers that there are not")
    }
    return nodes
  }

  /// The namespace codes of the run's nodes, in their order.
  package func namespaces() throws(Fault) -> [UInt32] {
    let codes = try run.numbers("namespaces")
    try run.requireEqual(codes.count, count, in: "identifiers")
    return codes
  }

  /// Opens the values of some of the run's nodes, each block once; `nodes` must ascend.
  package func values(
    of nodes: [UInt32], open: ([UInt8]) throws(Fault) -> [UInt8]
  ) throws(Fault) -> [UInt32: [UInt8]] {
    var answers: [UInt32: [UInt8]] = [:]
    guard !nodes.isEmpty, count > 0 else { return answers }
    let blocks = try IdentifierBlocks(self)
    var opened: (block: Int, values: IdentifierBlocks.Opened)?
    for node in nodes where node >= firstNode && Int(node - firstNode) < count {
      let (block, place) = blocks.place(of: node)
      if opened?.block != block { opened = (block, try blocks.open(block, open: open)) }
      guard let values = opened?.values else { continue }
      answers[node] = Array(values.bytes[values.range(place)])
    }
    return answers
  }
}
