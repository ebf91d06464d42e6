internal import Basis
internal import Columns
internal import Intake
internal import Storage

/// The keys of rows that are made of nothing but an identifier, so that they stand for the person.
struct RowKeys {
  /// Such keys by source.
  private(set) var bySource: [SourceID: Set<UInt64>] = [:]

  /// Works out the keys of `identifiers` under the mapping of each source.
  init(of identifiers: [Subject.Identifier], _ catalogue: Catalogue) throws(Fault) {
    for source in try catalogue.sources() {
      guard let text = source.mapping else { continue }
      let mapping = try Mapping.parse(text, file: "the mapping of \(source.name)")
      guard case .columns(let columns) = mapping.row.key, columns.count == 1 else { continue }
      let rules = mapping.identifiers.filter { $0.input.columns == columns }
      var keys: Set<UInt64> = []
      for identifier in identifiers
      where rules.contains(where: { $0.namespace == identifier.namespace }) {
        // The feed may have written it in another case than the workspace keeps.
        for form in [
          identifier.text, identifier.text.uppercased(), identifier.text.lowercased(),
        ] {
          keys.insert(RowKey.of(Array(form.utf8).span, after: RowKey.start))
        }
      }
      if !keys.isEmpty { bySource[source.id] = keys }
    }
  }

  /// The files that have any of these keys, with what to leave out of each.
  func affected(in workspace: Workspace) throws(Fault) -> [(
    run: Workspace.MappedRun, keys: Set<UInt64>
  )] {
    guard !bySource.isEmpty else { return [] }
    var affected: [(Workspace.MappedRun, Set<UInt64>)] = []
    for run in try workspace.runs(of: .keys) {
      guard let source = run.record.source, let keys = bySource[source] else { continue }
      let held = keys.intersection(try KeyIndex.keys(in: run.file))
      if !held.isEmpty { affected.append((run, held)) }
    }
    return affected
  }
}
