internal import Basis
internal import Formats

extension Zone {
  /// The zone's days as the planner counts them; some thousand look-ups where clocks change.
  var calendarDays: CalendarDays {
    var known = offset(at: Timestamp(0))
    if isFixed { return CalendarDays(offset: Int64(known)) }
    let first = Int64(known)
    // No zone keeps an offset for less than ten days; the step finds that it changed, and halving
    // finds when.
    let step: Int64 = 10 * 86_400
    var changes: [CalendarDays.Change] = []
    for start in stride(from: step, through: Int64(UInt32.max), by: Int64.Stride(step)) {
      let at = offset(at: Timestamp(start))
      guard at != known else { continue }
      var (low, high) = (start - step, start)
      while high - low > 1 {
        let middle = (low + high) / 2
        if offset(at: Timestamp(middle)) == known { low = middle } else { high = middle }
      }
      changes.append(CalendarDays.Change(at: high, offset: Int64(at)))
      known = at
    }
    return CalendarDays(offset: first, changes: changes)
  }
}
