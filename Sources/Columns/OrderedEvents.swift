/// The events of some types together, each unit's in order of time, with a number that says what each is.
///
/// It is what a report that follows people from event to event walks along; putting it in order once
/// and keeping it costs eight bytes an event.
package struct OrderedEvents: Sendable, DerivedData {
  /// Unit `u` owns the entries `starts[u]..<starts[u + 1]`; it has one more than there are units.
  package let starts: [UInt32]
  /// The time in the upper and the number in the lower 32 bits, ascending within a unit.
  package let entries: [UInt64]

  package init(starts: [UInt32], entries: [UInt64]) {
    (self.starts, self.entries) = (starts, entries)
  }

  package static let bytesPerEvent = 8

  package var byteCount: Int { starts.count * 4 + entries.count * 8 }
}
