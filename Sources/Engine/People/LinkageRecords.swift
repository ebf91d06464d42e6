internal import Basis
internal import Columns
internal import Identity
internal import Storage

/// What each source says of each person, as records to be linked.
///
/// A record is one person as one source knows them: the latest value of each column that the
/// linkage speaks of. Columns are attributes or namespaces of identifiers.
struct LinkageRecords {
  private(set) var table: RecordTable
  /// The person of each record, and the identifier that stands for it in links.
  private(set) var people: [UInt32] = []
  private(set) var anchors: [UInt32] = []
  /// The batches that each record's values came with.
  private(set) var batches: [Set<BatchID>] = []

  /// The values of one column while they are gathered.
  fileprivate struct Gathered {
    var texts: [String?] = []
    var times: [UInt32] = []
    var batches: [BatchID?] = []
  }

  private var numbers: [UInt64: Int] = [:]
  private var sources: [UInt16] = []
  private var gathered: [Gathered]

  /// Gathers the records of persons who are known by more than nothing.
  init(
    columns names: [String], _ snapshot: Snapshot, _ population: Population,
    people clusters: Clusters, values open: ([UInt32]) throws(Fault) -> [UInt32: String]
  ) throws(Fault) {
    table = RecordTable([])
    gathered = names.map { _ in Gathered() }
    for (place, name) in names.enumerated() {
      if let type = snapshot.vocabulary.attributes[name] {
        try addAttribute(name, type, place, snapshot, population, clusters)
      } else if let code = snapshot.namespaces.firstIndex(of: name) {
        try addIdentifiers(code, place, snapshot, population, clusters, open)
      } else {
        throw Self.unknown(name, snapshot)
      }
    }
    let count = people.count
    for place in gathered.indices { gathered[place].grow(to: count) }
    batches = (0..<count).map { record in
      Set(gathered.compactMap { $0.batches[record] })
    }
    table = RecordTable(
      zip(names, gathered).map { ($0, $1.texts) }, sources: sources)
    gathered = []
    numbers = [:]
  }

  private mutating func addAttribute(
    _ name: String, _ type: ValueType, _ place: Int, _ snapshot: Snapshot,
    _ population: Population, _ clusters: Clusters
  ) throws(Fault) {
    let kind = try snapshot.kind(.attribute, name, type)
    for run in snapshot.facts {
      guard let table = try FactTable.read(name, from: run.file) else { continue }
      for (row, node) in table.nodes.enumerated() where !population.isBad(node) {
        guard let text = kind.text(of: table.values, row: row) else { continue }
        let batch = BatchID(run.origins[Int(table.origins?[row] ?? 0)].batch)
        set(text, at: place, node, table.times[row], run.source, batch, clusters)
      }
    }
  }

  private mutating func addIdentifiers(
    _ code: Int, _ place: Int, _ snapshot: Snapshot, _ population: Population,
    _ clusters: Clusters, _ open: ([UInt32]) throws(Fault) -> [UInt32: String]
  ) throws(Fault) {
    for seen in snapshot.sightings {
      let nodes = try seen.reader.nodes(of: seen.list).filter {
        $0 != 0 && Int(population.resolver.namespaces[Int($0)]) == code && !population.isBad($0)
      }
      let texts = try open(nodes)
      for node in nodes {
        guard let text = texts[node] else { continue }
        set(text, at: place, node, 0, seen.source, seen.batch, clusters)
      }
    }
  }

  /// Takes a value, unless a later one is known; of equal times the smaller node's stays.
  private mutating func set(
    _ text: String, at place: Int, _ node: UInt32, _ time: UInt32, _ source: SourceID?,
    _ batch: BatchID?, _ clusters: Clusters
  ) {
    let person = clusters.units[Int(node)]
    let number = UInt16(truncatingIfNeeded: source?.number ?? 0)
    let key = UInt64(number) << 32 | UInt64(person)
    let record = numbers[key] ?? people.count
    if record == people.count {
      numbers[key] = record
      people.append(person)
      anchors.append(node)
      sources.append(number)
    }
    anchors[record] = min(anchors[record], node)
    gathered[place].grow(to: people.count)
    let isKnown = gathered[place].texts[record] != nil
    guard !isKnown || time > gathered[place].times[record] else { return }
    gathered[place].texts[record] = text
    gathered[place].times[record] = time
    gathered[place].batches[record] = batch
  }

  private static func unknown(_ name: String, _ snapshot: Snapshot) -> Fault {
    let known = (snapshot.vocabulary.attributes.keys + snapshot.namespaces).sorted()
    let nearest = NearestName.to(name, among: known).map { "Did you mean \($0)? " } ?? ""
    return Fault(
      .badConfiguration, "column “\(name)”",
      reason: "the workspace has no attribute and no identifiers of this name",
      remedy: nearest + "There are: \(known.joined(separator: ", "))")
  }
}

extension LinkageRecords.Gathered {
  fileprivate mutating func grow(to count: Int) {
    guard texts.count < count else { return }
    texts.append(contentsOf: repeatElement(nil, count: count - texts.count))
    times.append(contentsOf: repeatElement(0, count: count - times.count))
    batches.append(contentsOf: repeatElement(nil, count: count - batches.count))
  }
}

extension FieldKind {
  /// A stored value as text; nil where it is unknown.
  fileprivate func text(of values: ValueBuffer, row: Int) -> String? {
    switch (self, values) {
    case (.text(let dictionary), .codes(let codes)): return dictionary[codes[row]]
    case (.list(let dictionary), .lists(let starts, let codes)):
      let own = codes[Int(starts[row])..<Int(starts[row + 1])]
      return own.isEmpty ? nil : own.compactMap { dictionary[$0] }.joined(separator: "|")
    default: return column(of: values, row: row).value(at: 0)?.shown
    }
  }
}
