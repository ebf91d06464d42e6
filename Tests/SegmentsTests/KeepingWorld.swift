import Basis
import Columns
import Segments
import Synchronization

/// A sample world that keeps whatever is derived of its columns, from the first time on.
final class KeepingWorld: Audience {
  let world: SampleWorld
  private let kept = Mutex<[String: any DerivedData]>([:])

  init(_ world: SampleWorld) { self.world = world }

  /// What was derived, by its kind: the first word of its key.
  var kinds: Set<String> {
    kept.withLock { Set($0.keys.map { String($0.prefix { $0 != " " }) }) }
  }

  var lens: Lens { world.lens }
  var unitCount: Int { world.unitCount }
  var version: UInt64 { world.version }
  var vocabulary: Vocabulary { world.vocabulary }
  func attribute(_ name: String) -> Column? { world.attribute(name) }
  func events(_ type: String) -> EventTable? { world.events(type) }
  func units(withNamespace name: String) -> UnitSet? { world.units(withNamespace: name) }
  func units(fromSource name: String) -> UnitSet? { world.units(fromSource: name) }
  func units(granting purpose: String, asOf instant: Timestamp) -> UnitSet? {
    world.units(granting: purpose, asOf: instant)
  }

  func derived<Derived: DerivedData>(
    _ key: String, bytes: Int, isWorthOnce: Bool, _ make: () throws(Fault) -> Derived
  ) throws(Fault) -> Derived? {
    if let known = kept.withLock({ $0[key] }) { return known as? Derived }
    let made = try make()
    kept.withLock { $0[key] = made }
    return made
  }
}
