internal import Basis
internal import Columns
internal import Synchronization

/// An audience as it was known at an instant: attributes have the values that had come by then.
///
/// Events are all there; a planner as of that instant sees none that came later. A class, because it
/// keeps the columns that it has made.
final class PastAudience: Audience {
  private let present: WorkspaceAudience
  private let instant: Timestamp
  let version: UInt64
  private let kept = Mutex<[String: Column]>([:])

  init(_ present: WorkspaceAudience, at instant: Timestamp) {
    (self.present, self.instant) = (present, instant)
    version = Hash64.folded(
      present.version ^ 0x7061_7374, UInt64(bitPattern: instant.seconds) | 1)
  }

  var lens: Lens { present.lens }
  var unitCount: Int { present.unitCount }
  var vocabulary: Vocabulary { present.vocabulary }

  func attribute(_ name: String) throws(Fault) -> Column? {
    if let known = kept.withLock({ $0[name] }) { return known }
    let column = try present.attribute(name, until: instant)
    kept.withLock { $0[name] = column }
    return column
  }

  func events(_ type: String) throws(Fault) -> EventTable? { try present.events(type) }
  func eventFrame(_ type: String) throws(Fault) -> EventTable? { try present.eventFrame(type) }

  func eventField(_ name: String, of event: String) throws(Fault) -> Column? {
    try present.eventField(name, of: event)
  }

  func sessionField(_ name: String, of event: String) throws(Fault) -> Column? {
    try present.sessionField(name, of: event)
  }

  func units(withNamespace name: String) throws(Fault) -> UnitSet? {
    try present.units(withNamespace: name)
  }

  func units(fromSource name: String) throws(Fault) -> UnitSet? {
    try present.units(fromSource: name)
  }

  func units(granting purpose: String, asOf instant: Timestamp) throws(Fault) -> UnitSet? {
    try present.units(granting: purpose, asOf: instant)
  }
}
