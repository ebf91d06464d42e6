internal import Basis
internal import Columns
internal import Synchronization

/// What the audiences of a desk have loaded, kept within a budget: what was not used for longest goes
/// first.
///
/// A class, because the readers of all audiences share it. Two that ask for the same thing at once may
/// both load it, and the first one's stays.
final class LoadedColumns: Sendable {
  /// What is loaded, and for which audience.
  struct Key: Hashable, Sendable {
    let audience: UInt64
    let name: String
  }

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
    var items: [Key: (item: Item, bytes: Int, used: UInt64)] = [:]
    /// What was asked for once and not made.
    var passed: Set<Key> = []
    var clock: UInt64 = 0
    var bytes = 0
    var audiences: UInt64 = 0
    /// How many bytes may be kept.
    var budget: Int
  }

  private let state: Mutex<State>

  init(budget: Int) { state = Mutex(State(budget: budget)) }

  /// About how many bytes are kept.
  var byteCount: Int { state.withLock { $0.bytes } }

  /// From now on keeps `budget` bytes at most.
  func limit(to budget: Int) {
    state.withLock { state in
      state.budget = budget
      evict(&state, sparing: nil)
    }
  }

  /// A number for an audience that nobody else's items have.
  func newAudience() -> UInt64 {
    state.withLock { state in
      state.audiences += 1
      return state.audiences
    }
  }

  /// Drops what an audience has loaded that nobody can ask any more.
  func forget(audience: UInt64) {
    state.withLock { state in
      for (key, kept) in state.items where key.audience == audience {
        state.items[key] = nil
        state.bytes -= kept.bytes
      }
      state.passed = state.passed.filter { $0.audience != audience }
    }
  }

  /// What is kept under `key`, or what `load` gives; nothing is kept where that is nil.
  func item<Failure: Error>(
    _ key: Key, _ load: () throws(Failure) -> Item?
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
    _ key: Key, bytes: Int, isWorthOnce: Bool, _ make: () throws(Fault) -> Derived
  ) throws(Fault) -> Derived? {
    let isWorthIt = state.withLock { state in
      bytes < state.budget / 8
        && (isWorthOnce || state.items[key] != nil || !state.passed.insert(key).inserted)
    }
    guard isWorthIt else { return nil }
    let item = try item(key) { () throws(Fault) in .derived(try make()) }
    return if case .derived(let derived) = item { derived as? Derived } else { nil }
  }

  private func evict(_ state: inout State, sparing newest: Key?) {
    guard state.bytes > state.budget else { return }
    for (key, kept) in state.items.sorted(by: { $0.value.used < $1.value.used })
    where key != newest && state.bytes > state.budget {
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
