package import Basis
package import Columns

/// Events one by one, for reports that follow people from step to step.
extension SetPlanner {
  /// The events of a step's type with all their fields, and one bit for each that its test allows; nil
  /// where all do.
  package func events(
    of step: EventSequence.Step
  ) throws(Fault) -> (table: EventTable, rows: [UInt64]?) {
    let rows = try rows(step.filter, step.event, try table(step.event))
    return (try found(try audience.events(step.event.text), "event", step.event, []), rows)
  }
}
