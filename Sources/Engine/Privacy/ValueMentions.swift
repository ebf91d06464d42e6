internal import Basis
internal import Columns
internal import Sealing
internal import Storage

/// Where values of other people's rows mention a person: an erasure leaves those rows alone.
package struct ValueMention: Sendable, Hashable {
  /// The attribute, or the event field as `EVENT.FIELD`.
  package let field: String
  package let source: String
  package let batches: [Int64]
  package var rows: Int
}

/// Looks for mentions among the texts of plain attributes and event fields.
///
/// Values of personal fields are sealed and no byte of them lies open, so that they are left out.
struct ValueMentions {
  private let workspace: Workspace
  /// The codes of the texts that mention the person, by dictionary.
  private var codes: [String: Set<UInt32>] = [:]
  private var sources: [SourceID: String] = [:]

  init(_ workspace: Workspace, _ patterns: IdentifierPatterns) throws(Fault) {
    self.workspace = workspace
    let dictionaries = try workspace.runs(of: .dictionary).map(\.file)
    for key in DictionaryMerge.keys(of: dictionaries)
    where DictionaryMerge.isPlain(key, in: dictionaries) {
      let texts = try GrowingDictionary.read(key, from: dictionaries) { (sealed) throws(Fault) in
        try workspace.vault.open(sealed, context: DictionaryKey.sealingContext)
      }
      let found = texts.indices.filter { patterns.occur(in: Array(texts[$0].utf8)) }
      if !found.isEmpty { codes[key] = Set(found.map { UInt32($0 + 1) }) }
    }
    guard !codes.isEmpty else { return }
    for source in try workspace.catalogue.sources() { sources[source.id] = source.name }
  }

  /// The mentions in rows of anybody but `nodes`, by field and source.
  func found(besides nodes: Set<UInt32> = []) throws(Fault) -> [ValueMention] {
    guard !codes.isEmpty else { return [] }
    var tally = Tally()
    for run in try workspace.runs(of: .events) {
      let reader = try EventRunReader(run.file)
      for type in reader.types {
        for name in try reader.fieldNames(of: type) {
          guard let wanted = codes[DictionaryKey.key(.event, name)],
            let values = try reader.field(name, of: type), let table = try reader.table(type)
          else { continue }
          let owners = zip(table.nodes, table.counts).flatMap { node, count in
            repeatElement(node, count: Int(count))
          }
          tally.add(
            "\(type).\(name)", run.record.source, try run.origins, try reader.origins(of: type),
            rows: values.rows(with: wanted).filter { !nodes.contains(owners[$0]) })
        }
      }
    }
    for run in try workspace.runs(of: .attributes) {
      for name in FactMerge.attributes(of: run.file) {
        guard let wanted = codes[DictionaryKey.key(.attribute, name)],
          let table = try FactTable.read(name, from: run.file, withTimes: false)
        else { continue }
        tally.add(
          name, run.record.source, try run.origins, table.origins,
          rows: table.values.rows(with: wanted).filter { !nodes.contains(table.nodes[$0]) })
      }
    }
    return tally.mentions(sources)
  }

  /// Rows by field and source, with the batches that brought them.
  private struct Tally {
    private struct Place: Hashable {
      let field: String
      let source: SourceID?
    }
    private var places: [Place: (batches: Set<Int64>, rows: Int)] = [:]

    mutating func add(
      _ field: String, _ source: SourceID?, _ origins: [RunOrigin], _ originOfRow: [UInt32]?,
      rows: [Int]
    ) {
      for row in rows {
        let batch = origins[originOfRow.map { Int($0[row]) } ?? 0].batch
        let place = Place(field: field, source: source)
        places[place, default: ([], 0)].batches.insert(batch)
        places[place, default: ([], 0)].rows += 1
      }
    }

    func mentions(_ names: [SourceID: String]) -> [ValueMention] {
      places.map { place, found in
        ValueMention(
          field: place.field, source: place.source.flatMap { names[$0] } ?? "",
          batches: found.batches.sorted(), rows: found.rows)
      }.sorted { ($0.source, $0.field) < ($1.source, $1.field) }
    }
  }
}

extension ValueBuffer {
  /// The rows with one of some codes, ascending.
  fileprivate func rows(with wanted: Set<UInt32>) -> [Int] {
    switch self {
    case .codes(let codes): codes.indices.filter { wanted.contains(codes[$0]) }
    case .lists(let starts, let codes):
      (0..<max(0, starts.count - 1)).filter { row in
        codes[Int(starts[row])..<Int(starts[row + 1])].contains(where: wanted.contains)
      }
    case .whole, .real: []
    }
  }
}
