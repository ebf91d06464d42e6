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

  private let nodes: Set<UInt32>

  /// Looks through every column file that hangs on nodes; a pass over its columns of nodes.
  init(of nodes: Set<UInt32>, in workspace: Workspace) throws(Fault) {
    self.nodes = nodes
    for run in try workspace.runs(of: .events) { try add(run, try events(run.file)) }
    for run in try workspace.runs(of: .attributes) { try add(run, try facts(run.file)) }
    for run in try workspace.runs(of: .links) {
      let table = try LinkTable(run.file)
      var rows = 0
      for row in table.a.indices where nodes.contains(table.a[row]) || nodes.contains(table.b[row])
      {
        rows += 1
      }
      try add(run, rows)
    }
    for run in try workspace.runs(of: .consent) { try add(run, try consent(run.file)) }
  }

  private mutating func add(_ run: Workspace.MappedRun, _ rows: Int) throws(Fault) {
    guard rows > 0 else { return }
    let kind = run.record.kind
    affected[kind, default: []].append(run)
    counts[kind, default: 0] += rows
    if let source = run.record.source, kind == .events || kind == .attributes {
      bySource[source.number, default: 0] += rows
    }
  }

  private func events(_ file: RunFile) throws(Fault) -> Int {
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

  private func facts(_ file: RunFile) throws(Fault) -> Int {
    var rows = 0
    for name in FactMerge.attributes(of: file) {
      guard let table = try FactTable.read(name, from: file) else { continue }
      rows += table.nodes.count { nodes.contains($0) }
    }
    return rows
  }

  private func consent(_ file: RunFile) throws(Fault) -> Int {
    var rows = 0
    for purpose in try file.texts("purposes") where file.has("\(purpose)/nodes") {
      rows += try file.numbers("\(purpose)/nodes").count { nodes.contains($0) }
    }
    return rows
  }
}
