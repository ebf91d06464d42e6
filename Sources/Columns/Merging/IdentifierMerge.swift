package import Basis

/// Which batch mentioned which nodes, as one list of an identifier run.
package struct Sighting: Sendable {
  /// The batch, where the run itself says it; a run as a batch wrote it is that batch's.
  package let batch: Int64?
  let section: String
}

extension IdentifierRunReader {
  private static let seen = "seen"

  /// The lists of nodes that batches mentioned.
  package func sightings() throws(Fault) -> [Sighting] {
    guard let origins = try RunOrigin.read(run) else {
      return [Sighting(batch: nil, section: Self.seen)]
    }
    return origins.enumerated().map { Sighting(batch: $1.batch, section: "\(Self.seen)/\($0)") }
  }

  /// The nodes of one list, ascending.
  package func nodes(of sighting: Sighting) throws(Fault) -> [UInt32] {
    try known(try run.numbers(sighting.section))
  }

  /// How many bytes the value of each node has; 0 where it was emptied.
  package func lengths() throws(Fault) -> [UInt32] {
    let lengths = try run.numbers("lengths")
    try run.requireEqual(lengths.count, count, in: "identifiers")
    return lengths
  }
}

/// Merges runs of identifiers whose nodes follow on each other into one.
///
/// Node numbers never change, because everything hangs on them. A node that goes keeps its number
/// and loses its value and every hash that led to it.
package struct IdentifierMerge {
  private let filter: RowFilter
  private let goes: (UInt32) -> Bool
  private let open: ([UInt8]) throws(Fault) -> [UInt8]
  private let seal: ([UInt8]) throws(Fault) -> [UInt8]

  /// `goes` tells of a node whether nothing refers to it any more.
  package init(
    filter: RowFilter, goes: @escaping (UInt32) -> Bool,
    open: @escaping ([UInt8]) throws(Fault) -> [UInt8],
    seal: @escaping ([UInt8]) throws(Fault) -> [UInt8]
  ) {
    (self.filter, self.goes, self.open, self.seal) = (filter, goes, open, seal)
  }

  /// The merged run; its rows are the nodes that it numbers, emptied ones included.
  package func merged(_ inputs: [MergeInput]) throws(Fault) -> (
    run: RunWriter, nodes: Int, emptied: Int
  ) {
    var readers: [IdentifierRunReader] = []
    for input in inputs { readers.append(try IdentifierRunReader(input.run)) }
    var next = readers.first?.firstNode ?? 1
    for reader in readers {
      guard reader.firstNode == next else {
        throw reader.run.damage("its identifiers do not follow on the run before")
      }
      next += UInt32(reader.count)
    }
    var run = RunWriter()
    run.add("first", [Int64(readers.first?.firstNode ?? 1)])
    run.add("count", [Int64(readers.reduce(0) { $0 + $1.count })])
    try writeHashes(readers, to: &run)
    var namespaces: [UInt32] = []
    for reader in readers { namespaces += try reader.namespaces() }
    run.add("namespaces", namespaces)
    let emptied = try writeValues(readers, to: &run)
    try writeSightings(inputs, readers, to: &run)
    return (run, namespaces.count, emptied)
  }

  private func isGone(_ node: UInt32) -> Bool { filter.nodes.contains(node) || goes(node) }

  private func writeHashes(_ readers: [IdentifierRunReader], to run: inout RunWriter)
    throws(Fault)
  {
    var hashes: [UInt64] = []
    var nodes: [UInt32] = []
    for reader in readers {
      let entries = try reader.entries()
      for (hash, node) in zip(entries.hashes, entries.nodes) where !isGone(node) {
        hashes.append(hash)
        nodes.append(node)
      }
    }
    RadixSort.sort(&hashes, carrying: &nodes)
    run.add("hashes", words: hashes)
    run.add("nodes", nodes)
  }

  /// Opens, picks and seals the values run by run and block by block.
  private func writeValues(_ readers: [IdentifierRunReader], to run: inout RunWriter)
    throws(Fault) -> Int
  {
    var blocks = SealedBlocks()
    var emptied = 0
    for reader in readers where reader.count > 0 {
      let old = try IdentifierBlocks(reader)
      for block in 0..<old.count {
        let opened = try old.open(block, open: open)
        for place in opened.ends.indices {
          let value = opened.bytes[opened.range(place)]
          let isGone = isGone(reader.firstNode + UInt32(block * IdentifierBlocks.size + place))
          if isGone, !value.isEmpty { emptied += 1 }
          try blocks.append(isGone ? [] : value, seal: seal)
        }
      }
    }
    try blocks.write(to: &run, seal: seal)
    return emptied
  }

  private func writeSightings(
    _ inputs: [MergeInput], _ readers: [IdentifierRunReader], to run: inout RunWriter
  ) throws(Fault) {
    var lists: [Int64: [UInt32]] = [:]
    var orders: [Int64: Int64] = [:]
    for (input, reader) in zip(inputs, readers) {
      for (origin, sighting) in zip(input.origins, try reader.sightings())
      where !filter.batches.contains(origin.batch) {
        let nodes = try reader.nodes(of: sighting).filter { !filter.nodes.contains($0) }
        lists[origin.batch, default: []] += nodes
        orders[origin.batch] = min(orders[origin.batch] ?? origin.order, origin.order)
      }
    }
    let batches = lists.keys.sorted()
    for (index, batch) in batches.enumerated() {
      run.add("seen/\(index)", (lists[batch] ?? []).sorted(), ascending: true)
    }
    RunOrigin.write(
      batches.map { RunOrigin(batch: $0, order: orders[$0] ?? 0) }, to: &run)
  }
}

/// Values of identifiers on their way into a run, sealed in blocks.
struct SealedBlocks {
  private var lengths: [UInt32] = []
  private var ends: [UInt32] = []
  private var sealed: [UInt8] = []
  private var block: [UInt8] = []

  /// Appends one value, and seals the block where it is full.
  mutating func append(
    _ value: some Collection<UInt8>, seal: ([UInt8]) throws(Fault) -> [UInt8]
  ) throws(Fault) {
    lengths.append(UInt32(value.count))
    block += value
    if lengths.count % IdentifierSlice.blockSize == 0 { try close(seal) }
  }

  mutating func write(to run: inout RunWriter, seal: ([UInt8]) throws(Fault) -> [UInt8])
    throws(Fault)
  {
    if lengths.count % IdentifierSlice.blockSize != 0 { try close(seal) }
    run.add("lengths", lengths)
    run.add("values", bytes: sealed)
    run.add("ends", ends, ascending: true)
  }

  private mutating func close(_ seal: ([UInt8]) throws(Fault) -> [UInt8]) throws(Fault) {
    sealed += try seal(block)
    ends.append(UInt32(sealed.count))
    block.removeAll(keepingCapacity: true)
  }
}
