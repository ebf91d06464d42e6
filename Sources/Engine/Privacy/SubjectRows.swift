internal import Basis
internal import Columns
internal import Storage

/// Where the rows of some nodes lie: which column files have any, and how many by source.
struct SubjectRows {
  /// The files that must be rewritten to be without them, by kind.
  private(set) var affected: [RunKind: [Workspace.MappedRun]] = [:]
  /// Rows by kind.
  private(set) var counts: [RunKind: Int] = [:]
  /// Events and facts by the number of their source.
  private(set) var bySource: [Int64: Int] = [:]

  /// Looks through every column file that hangs on nodes; a pass over its columns of nodes.
  init(of nodes: Set<UInt32>, in workspace: Workspace) throws(Fault) {
    for kind in [RunKind.events, .attributes, .links, .consent] {
      for run in try workspace.runs(of: kind) { add(run, try Self.count(of: nodes, in: run)) }
    }
  }

  /// How many rows of some nodes a column file has.
  static func count(of nodes: Set<UInt32>, in run: Workspace.MappedRun) throws(Fault) -> Int {
    switch run.record.kind {
    case .events: return try events(of: nodes, run.file)
    case .attributes: return try facts(of: nodes, run.file)
    case .links:
      let table = try LinkTable(run.file)
      return table.a.indices.count {
        nodes.contains(table.a[$0]) || nodes.contains(table.b[$0])
      }
    case .consent: return try consent(of: nodes, run.file)
    case .keys, .identifiers, .dictionary, .ledger: return 0
    }
  }

  private mutating func add(_ run: Workspace.MappedRun, _ rows: Int) {
    guard rows > 0 else { return }
    let kind = run.record.kind
    affected[kind, default: []].append(run)
    counts[kind, default: 0] += rows
    if let source = run.record.source, kind == .events || kind == .attributes {
      bySource[source.number, default: 0] += rows
    }
  }

  private static func events(of nodes: Set<UInt32>, _ file: RunFile) throws(Fault) -> Int {
    let reader = try EventRunReader(file)
    var rows = 0
    for type in reader.types {
      guard let table = try reader.table(type) else { continue }
      for (node, count) in zip(table.nodes, table.counts) where nodes.contains(node) {
        rows += Int(count)
      }
    }
    return rows
  }

  private static func facts(of nodes: Set<UInt32>, _ file: RunFile) throws(Fault) -> Int {
    var rows = 0
    for name in FactMerge.attributes(of: file) {
      guard let table = try FactTable.read(name, from: file) else { continue }
      rows += table.nodes.count { nodes.contains($0) }
    }
    return rows
  }

  private static func consent(of nodes: Set<UInt32>, _ file: RunFile) throws(Fault) -> Int {
    var rows = 0
    for purpose in try file.texts("purposes") where file.has("\(purpose)/granted") {
      rows += try file.numbers("\(purpose)/nodes").count { nodes.contains($0) }
    }
    return rows
  }
}
