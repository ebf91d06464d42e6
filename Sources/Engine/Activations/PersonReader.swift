internal import Activation
internal import Basis
internal import Columns
internal import Dispatch
internal import Sealing
internal import Synchronization

/// Reads what the columns of a destination are filled from, some hundred thousand people at a time.
///
/// Identifiers are sealed in blocks of one run, and a person's lie anywhere. For each load the blocks
/// that hold wanted ones are opened once, on all cores; memory holds the values of one load.
struct PersonReader: Sendable {
  /// How many people are loaded at a time.
  static let loadSize = 1 << 18

  private struct Slot {
    let namespace: String
    let place: Int
  }

  private let destination: DestinationSpec
  private let vault: Vault
  private let runs: [(first: UInt32, blocks: IdentifierBlocks, base: Int)]
  private let blockCount: Int
  /// For each slot the node of every unit; `nobody` where it has none.
  private let nodes: [[UInt32]]
  /// For each column its slot, or its attribute.
  private let slotOfColumn: [Int?]
  private let attributes: [Column?]
  private let country: Column?
  /// For each column who allows its use; nil where it is free to use.
  private let allowing: [DenseSet?]
  private static let nobody = UInt32.max

  /// Prepares to read; `allowing` has, for attributes that not everybody lets be used, who does, and
  /// `identifiers` those that may be read where not all of a person's may.
  init(
    _ destination: DestinationSpec, _ audience: WorkspaceAudience, _ vault: Vault,
    allowing: [String: DenseSet], identifiers: Bitmap?
  ) throws(Fault) {
    (self.destination, self.vault) = (destination, vault)
    self.allowing = destination.columns.map { column in
      if case .attribute(let name) = column.origin { allowing[name] } else { nil }
    }
    let slots: [Slot]
    (slots, slotOfColumn) = Self.slots(of: destination)
    var attributes: [Column?] = []
    for column in destination.columns {
      if case .attribute(let name) = column.origin {
        // What the workspace does not know stays empty.
        attributes.append(try audience.attribute(name))
      } else {
        attributes.append(nil)
      }
    }
    self.attributes = attributes
    country = try audience.attribute("country")
    (nodes, runs, blockCount) = try Self.places(
      slots, audience.snapshot, audience.units, identifiers)
  }

  /// Prepares to read nothing but identifiers, which are grouped to rows.
  init(_ destination: DestinationSpec, _ snapshot: Snapshot, _ vault: Vault, rows: NodeUnits)
    throws(Fault)
  {
    (self.destination, self.vault) = (destination, vault)
    let slots: [Slot]
    (slots, slotOfColumn) = Self.slots(of: destination)
    allowing = destination.columns.map { _ in nil }
    attributes = destination.columns.map { _ in nil }
    country = nil
    (nodes, runs, blockCount) = try Self.places(slots, snapshot, rows, nil)
  }

  private static func slots(of destination: DestinationSpec) -> (slots: [Slot], ofColumn: [Int?]) {
    var slots: [Slot] = []
    let ofColumn = destination.columns.map { column -> Int? in
      guard case .identifier(let name) = column.origin else { return nil }
      let known = slots.firstIndex { $0.namespace == name && $0.place == column.place }
      if let known { return known }
      slots.append(Slot(namespace: name, place: column.place))
      return slots.count - 1
    }
    return (slots, ofColumn)
  }

  /// For each slot the node of every unit, and where the values of all of them lie.
  private static func places(
    _ slots: [Slot], _ snapshot: Snapshot, _ units: NodeUnits, _ identifiers: Bitmap?
  ) throws(Fault) -> (
    nodes: [[UInt32]], runs: [(first: UInt32, blocks: IdentifierBlocks, base: Int)], blockCount: Int
  ) {
    let codes = slots.map { slot in snapshot.namespaces.firstIndex(of: slot.namespace) }
    var nodes = slots.map { _ in [UInt32](repeating: nobody, count: units.count) }
    var runs: [(UInt32, IdentifierBlocks, Int)] = []
    var base = 0
    for run in snapshot.identifiers.map(\.reader).sorted(by: { $0.firstNode < $1.firstNode }) {
      let namespaces = try run.namespaces()
      guard codes.contains(where: { $0.map { namespaces.contains(UInt32($0)) } ?? false }) else {
        continue
      }
      for (index, code) in namespaces.enumerated() {
        let node = run.firstNode + UInt32(index)
        guard let unit = units[node].map({ Int($0) }), identifiers?.contains(node) ?? true
        else { continue }
        // A person's identifiers of one kind fill its places, the oldest first.
        for slot in slots.indices where codes[slot] == Int(code) && nodes[slot][unit] == nobody {
          nodes[slot][unit] = node
          break
        }
      }
      runs.append((run.firstNode, try IdentifierBlocks(run), base))
      base += (run.count + IdentifierBlocks.size - 1) / IdentifierBlocks.size
    }
    return (nodes, runs, base)
  }

  /// The nodes that the rows of some people have.
  func identifiers(of units: [UInt32]) -> Bitmap {
    Bitmap(
      nodes.lazy.flatMap { slot in
        units.lazy.map { slot[Int($0)] }.filter { $0 != Self.nobody }
      })
  }

  /// The opened values of some people.
  struct Load: Sendable {
    let units: ArraySlice<UInt32>
    fileprivate var bytes: [UInt8] = []
    /// Where each value begins, in the order in which they were opened, and where the last ends.
    fileprivate var starts: [UInt32] = [0]
    /// For each slot and person the number of its value, counted from 1; 0 for none.
    fileprivate var numbers: [UInt32] = []
  }

  /// Opens all values of some people.
  func load(_ units: ArraySlice<UInt32>) throws(Fault) -> Load {
    var load = Load(units: units)
    load.numbers = [UInt32](repeating: 0, count: units.count * nodes.count)
    // Counted into their blocks, values come in the order of the files without a sort.
    var counts = [UInt32](repeating: 0, count: blockCount + 1)
    var blocks = [UInt32](repeating: 0, count: load.numbers.count)
    var places = [UInt8](repeating: 0, count: load.numbers.count)
    for slot in nodes.indices {
      for (index, unit) in units.enumerated() {
        let node = nodes[slot][Int(unit)]
        guard node != Self.nobody else { continue }
        let run = runs[runs.lastIndex { $0.first <= node } ?? 0]
        let (block, place) = run.blocks.place(of: node)
        let entry = slot * units.count + index
        blocks[entry] = UInt32(run.base + block) + 1
        places[entry] = UInt8(place)
        counts[run.base + block + 1] += 1
      }
    }
    for block in 0..<blockCount { counts[block + 1] += counts[block] }
    var next = counts
    var entries = [UInt32](repeating: 0, count: Int(counts[blockCount]))
    for entry in blocks.indices where blocks[entry] != 0 {
      let block = Int(blocks[entry]) - 1
      entries[Int(next[block])] = UInt32(entry)
      next[block] += 1
      load.numbers[entry] = next[block]
    }
    try open(counts, entries, places, into: &load)
    return load
  }

  /// Opens the blocks in a few strips side by side and puts their values one after the other.
  private func open(
    _ counts: [UInt32], _ entries: [UInt32], _ places: [UInt8], into load: inout Load
  ) throws(Fault) {
    let strips = max(1, min(16, entries.count / 1_024))
    typealias Strip = (bytes: [UInt8], lengths: [UInt32])
    let results = Mutex<[Result<Strip, Fault>?]>(
      [Result<Strip, Fault>?](repeating: nil, count: strips))
    DispatchQueue.concurrentPerform(iterations: strips) { strip in
      let range = (blockCount * strip / strips)..<(blockCount * (strip + 1) / strips)
      let result: Result<Strip, Fault>
      do throws(Fault) {
        result = .success(try self.strip(range, counts, entries, places))
      } catch {
        result = .failure(error)
      }
      results.withLock { $0[strip] = result }
    }
    load.starts.reserveCapacity(entries.count + 1)
    var end: UInt32 = 0
    for case .some(let result) in results.withLock({ $0 }) {
      let strip = try result.get()
      load.bytes += strip.bytes
      for length in strip.lengths {
        end += length
        load.starts.append(end)
      }
    }
  }

  private func strip(
    _ range: Range<Int>, _ counts: [UInt32], _ entries: [UInt32], _ places: [UInt8]
  ) throws(Fault) -> (bytes: [UInt8], lengths: [UInt32]) {
    var bytes: [UInt8] = []
    var lengths: [UInt32] = []
    for block in range where counts[block] < counts[block + 1] {
      let run = runs[runs.lastIndex { $0.base <= block } ?? 0]
      let opened = try run.blocks.open(block - run.base) { (sealed) throws(Fault) in
        try vault.open(sealed, context: IdentifierSweep.sealingContext)
      }
      for entry in entries[Int(counts[block])..<Int(counts[block + 1])] {
        let value = opened.range(Int(places[Int(entry)]))
        bytes += opened.bytes[value]
        lengths.append(UInt32(value.count))
      }
    }
    return (bytes, lengths)
  }

  /// Fills `values` with those of the person at `index` of a load.
  func read(_ index: Int, of load: Load, into values: inout PersonValues) {
    let unit = Int(load.units[load.units.startIndex + index])
    values.clear()
    values.country.removeAll(keepingCapacity: true)
    if case .text(let column)? = country, let text = column.dictionary[column.codes[unit]] {
      values.country += text.utf8
    }
    for column in destination.columns.indices {
      if let slot = slotOfColumn[column] {
        let number = Int(load.numbers[slot * load.units.count + index])
        guard number > 0 else {
          values.appendNothing()
          continue
        }
        let range = Int(load.starts[number - 1])..<Int(load.starts[number])
        values.append(load.bytes.span.extracting(range))
      } else if let attribute = attributes[column], allowing[column]?.contains(unit) ?? true {
        append(attribute, unit, to: &values)
      } else {
        values.appendNothing()
      }
    }
  }

  private func append(_ column: Column, _ unit: Int, to values: inout PersonValues) {
    if case .text(let column) = column {
      if let text = column.dictionary[column.codes[unit]] {
        values.append(text)
      } else {
        values.appendNothing()
      }
    } else if let value = column.value(at: unit) {
      values.append(value)
    } else {
      values.appendNothing()
    }
  }
}
