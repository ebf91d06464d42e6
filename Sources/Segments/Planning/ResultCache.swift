internal import Basis
internal import Columns
internal import Synchronization

/// Answers that were computed before, by canonical text and version of the data.
///
/// A class because every question of a workspace shares it. When the answers take more than the
/// budget, those that were not used for longest go, a fifth of the budget at a time.
package final class ResultCache: Sendable {
  /// How the cache has served so far.
  package struct Statistics: Sendable, Equatable {
    package var hits = 0
    package var misses = 0
    package var entries = 0
    package var bytes = 0
  }

  enum Entry: Sendable {
    case units(DenseSet)
    case sparse(UnitSet, bound: Int)
    /// How many units there are, where nobody has asked yet which.
    case count(Int)
    case rows([UInt64])
    case figures([Double])
    case times([Int64])
    case slices(BitSlices)
    case scores(RFMScores)
    case facet([SetPlanner.FacetValue])
    case overlap(Overlap)
    case totals([Int32])

    var byteCount: Int {
      switch self {
      case .units(let set): set.words.count * 8
      case .sparse(let set, _): set.byteCount
      case .count: 8
      case .rows(let words): words.count * 8
      case .figures(let values): values.count * 8
      case .times(let values): values.count * 8
      case .slices(let slices): slices.byteCount
      case .scores(let scores): scores.byteCount
      case .facet(let values): values.count * 400
      case .overlap(let overlap): overlap.pairs.count * 96 + overlap.intersections.count * 160
      case .totals(let values): values.count * 4
      }
    }
  }

  private struct State {
    var entries: [ExactText: (entry: Entry, bytes: Int, used: UInt64)] = [:]
    var clock: UInt64 = 0
    var statistics = Statistics()
    var budget: Int
  }

  private let state: Mutex<State>

  /// Makes an empty cache of at most `budget` bytes.
  package init(budget: Int) { state = Mutex(State(budget: budget)) }

  /// From now on keeps `budget` bytes at most.
  package func limit(to budget: Int) {
    state.withLock { state in
      state.budget = budget
      if state.statistics.bytes > budget { evict(&state) }
      state.statistics.entries = state.entries.count
    }
  }

  package var statistics: Statistics { state.withLock { $0.statistics } }

  /// Forgets everything.
  package func removeAll() {
    state.withLock { state in
      state.entries.removeAll()
      (state.statistics.entries, state.statistics.bytes) = (0, 0)
    }
  }

  func entry(_ key: String) -> Entry? {
    let key = ExactText(key)
    return state.withLock { state in
      guard let found = state.entries[key] else {
        state.statistics.misses += 1
        return nil
      }
      state.clock += 1
      state.statistics.hits += 1
      state.entries[key]?.used = state.clock
      return found.entry
    }
  }

  func units(_ key: String) -> DenseSet? {
    switch entry(key) {
    case .units(let set): set
    case .sparse(let set, let bound): DenseSet(set, bound: bound)
    case .count, .rows, .figures, .times, .slices, .scores, .facet, .overlap, .totals,
      nil:
      nil
    }
  }

  /// How many units a kept set has, without unpacking it.
  func count(_ key: String) -> Int? {
    switch entry(key) {
    case .units(let set): set.count
    case .sparse(let set, _): set.count
    case .count(let count): count
    case .rows, .figures, .times, .slices, .scores, .facet, .overlap, .totals, nil: nil
    }
  }

  /// Keeps a set, compressed where few units are in it.
  func store(units set: DenseSet, _ key: String) {
    let isSparse = set.count < set.bound / 256
    store(isSparse ? .sparse(set.unitSet, bound: set.bound) : .units(set), key)
  }

  func store(_ entry: Entry, _ key: String) {
    let bytes = entry.byteCount + key.utf8.count * 2 + 96
    let key = ExactText(key)
    state.withLock { state in
      guard bytes <= state.budget else { return }
      state.clock += 1
      if let old = state.entries[key] { state.statistics.bytes -= old.bytes }
      state.entries[key] = (entry, bytes, state.clock)
      state.statistics.bytes += bytes
      if state.statistics.bytes > state.budget { evict(&state) }
      state.statistics.entries = state.entries.count
    }
  }

  private func evict(_ state: inout State) {
    for (key, kept) in state.entries.sorted(by: { $0.value.used < $1.value.used }) {
      guard state.statistics.bytes > state.budget / 5 * 4 else { return }
      state.entries[key] = nil
      state.statistics.bytes -= kept.bytes
    }
  }
}
