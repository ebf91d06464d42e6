internal import Basis
internal import Columns
internal import Synchronization

/// What an audience has loaded, kept within a budget: what was not used for longest goes first.
///
/// A class, because the readers of an audience share it. Two that ask for the same thing at once may
/// both load it, and the first one's stays.
final class LoadedColumns: Sendable {
  /// Anything that an audience loads.
  enum Item: Sendable {
    case column(Column)
    case rows(EventTableBuilder)
    case events(EventTable)
    case units(UnitSet)
    case sessions(SessionColumns)
    case derived(any DerivedData)
  }

  private struct State {
    var items: [String: (item: Item, bytes: Int, used: UInt64)] = [:]
    /// What was asked for once and not made.
    var passed: Set<String> = []
    var clock: UInt64 = 0
    var bytes = 0
  }

  /// How many bytes may be kept.
  let budget: Int
  private let state = Mutex(State())

  init(budget: Int) { self.budget = budget }

  /// What is kept under `key`, or what `load` gives; nothing is kept where that is nil.
  func item<Failure: Error>(
    _ key: String, _ load: () throws(Failure) -> Item?
  ) throws(Failure) -> Item? {
    let known = state.withLock { state -> Item? in
      state.clock += 1
      state.items[key]?.used = state.clock
      return state.items[key]?.item
    }
    if let known { return known }
    guard let loaded = try load() else { return nil }
    return state.withLock { state in
      if let first = state.items[key] { return first.item }
      state.clock += 1
      let bytes = loaded.byteCount
      state.items[key] = (loaded, bytes, state.clock)
      state.bytes += bytes
      evict(&state, sparing: key)
      return loaded
    }
  }

  /// What was made of columns before or is made now; nil where it is not worth it.
  ///
  /// Nothing of an eighth of the budget or more is made, since it would drive the columns out that it
  /// is made from.
  func derived<Derived: DerivedData>(
    _ key: String, bytes: Int, isWorthOnce: Bool, _ make: () throws(Fault) -> Derived
  ) throws(Fault) -> Derived? {
    guard bytes < budget / 8 else { return nil }
    let isWorthIt = state.withLock { state in
      isWorthOnce || state.items[key] != nil || !state.passed.insert(key).inserted
    }
    guard isWorthIt else { return nil }
    let item = try item(key) { () throws(Fault) in .derived(try make()) }
    return if case .derived(let derived) = item { derived as? Derived } else { nil }
  }

  private func evict(_ state: inout State, sparing newest: String) {
    guard state.bytes > budget else { return }
    for (key, kept) in state.items.sorted(by: { $0.value.used < $1.value.used })
    where key != newest && state.bytes > budget {
      state.items[key] = nil
      // What could not stay is made again only for those who ask twice again.
      state.passed.remove(key)
      state.bytes -= kept.bytes
    }
  }
}

extension LoadedColumns.Item {
  var byteCount: Int {
    switch self {
    case .column(let column): column.byteCount
    case .rows(let rows): rows.byteCount
    case .events(let table): table.byteCount
    case .units(let set): set.byteCount
    case .sessions(let sessions): sessions.byteCount
    case .derived(let derived): derived.byteCount
    }
  }
}

extension Column {
  /// About how much memory its values take; its dictionary's texts are taken as short.
  var byteCount: Int {
    switch self {
    case .text(let column): column.codes.count * 4 + column.dictionary.texts.count * 24
    case .whole(let column): column.values.count * 8
    case .real(let column): column.values.count * 8
    case .list(let column):
      (column.starts.count + column.codes.count) * 4 + column.dictionary.texts.count * 24
    }
  }
}

extension EventTable {
  var byteCount: Int {
    (starts.count + times.count) * 4 + fields.values.reduce(0) { $0 + $1.byteCount }
  }
}
