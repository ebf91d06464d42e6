package import Basis
package import Columns

/// Events one by one, for reports that follow people from step to step.
extension SetPlanner {
  /// The events of a step's type, and one bit for each that its test allows; nil where all do.
  package func events(
    of step: EventSequence.Step
  ) throws(Fault) -> (table: EventTable, rows: [UInt64]?) {
    let table = try table(step.event)
    return (table, try rows(step.filter, step.event, table))
  }
}
