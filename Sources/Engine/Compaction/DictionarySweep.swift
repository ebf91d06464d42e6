internal import Basis
internal import Columns
internal import Sealing
internal import Storage

/// Merges the dictionaries, empties texts that no row uses and seals those of personal fields.
struct DictionarySweep {
  private let workspace: Workspace
  /// The codes that are in use, by dictionary.
  private var used: [String: Bitmap] = [:]

  /// Marks the codes that the rows of `events` and `facts` use, a column at a time.
  init(_ workspace: Workspace, events: [RunFile], facts: [RunFile]) throws(Fault) {
    self.workspace = workspace
    for file in events {
      let reader = try EventRunReader(file)
      for type in reader.types {
        for name in try reader.fieldNames(of: type) {
          guard let values = try reader.field(name, of: type) else { continue }
          mark(values, DictionaryKey.key(.event, name))
        }
      }
    }
    for file in facts {
      for name in FactMerge.attributes(of: file) {
        guard let table = try FactTable.read(name, from: file) else { continue }
        mark(table.values, DictionaryKey.key(.attribute, name))
      }
    }
  }

  /// Writes the merged dictionary where it differs from what is there; returns the emptied texts.
  func run(into replacement: inout RunReplacement) throws(Fault) -> Int {
    let runs = try workspace.runs(of: .dictionary)
    guard !runs.isEmpty else { return 0 }
    let (vault, used) = (workspace.vault, used)
    let personal = try DictionaryKey.personal(nil, workspace.catalogue)
    let context = DictionaryKey.sealingContext
    let merge = DictionaryMerge(
      isUsed: { key, code in
        // The names of event types are no texts of rows and always stay.
        key == DictionaryKey.eventTypes || used[key]?.contains(code) ?? false
      }, isPersonal: { personal.contains($0) },
      open: { (sealed) throws(Fault) in try vault.open(sealed, context: context) },
      seal: { (plain) throws(Fault) in vault.seal(plain, context: context) })
    let files = runs.map(\.file)
    let merged = try merge.merged(files)
    let isUnsealed = personal.contains { DictionaryMerge.isPlain($0, in: files) }
    guard runs.count > 1 || merged.emptied > 0 || isUnsealed else { return 0 }
    try replacement.replace(runs, with: merged.run, rows: 0)
    return merged.emptied
  }

  private mutating func mark(_ values: ValueBuffer, _ key: String) {
    var bitmap = used[key] ?? Bitmap(count: 0)
    switch values {
    case .codes(let codes), .lists(_, let codes):
      if let greatest = codes.max() { bitmap.reserve(through: greatest) }
      for code in codes { bitmap.insert(code) }
    case .whole, .real: return
    }
    used[key] = bitmap
  }
}
