package import Basis
package import Columns

/// Events one by one, for reports that follow people from step to step.
extension SetPlanner {
  /// The events of a step's type, and one bit for each that its test allows; nil where all do.
  ///
  /// They come with the named fields that they have; with all of them where none are named.
  package func events(
    of step: EventSequence.Step, fields: [String]? = nil
  ) throws(Fault) -> (table: EventTable, rows: [UInt64]?) {
    let frame = try table(step.event)
    let rows = try rows(step.filter, step.event, frame)
    guard let fields else {
      return (try found(try audience.events(step.event.text), "event", step.event, []), rows)
    }
    return (try audience.fields(fields, of: step.event.text, on: frame), rows)
  }
}
