internal import Basis
internal import Normalise

/// When the rows of a block were: by their own clock, set right by when they were sent and received.
struct RowTimes {
  private let time: TimeColumn?
  private let sentAt: TimeColumn?
  private let receivedAt: TimeColumn?
  private let ingestTime: Int64

  init(_ plan: RowPlan, ingestTime: Int64) {
    time = plan.time.map(TimeColumn.init)
    sentAt = plan.sentAt.map(TimeColumn.init)
    receivedAt = plan.receivedAt.map(TimeColumn.init)
    self.ingestTime = ingestTime
  }

  /// The row's instant in seconds since 1970; that of the ingest where it has none and needs none, and
  /// then it is not its own.
  func seconds(of row: RowText, isNeeded: Bool) throws(RowProblem) -> (time: Int64, isOwn: Bool) {
    guard let time, let seconds = try time.seconds(row) else {
      guard !isNeeded else {
        throw RowProblem(time?.name, .missingTime, "an event needs a time")
      }
      return (ingestTime, false)
    }
    var corrected = seconds
    if let sent = try sentAt?.seconds(row), let received = try receivedAt?.seconds(row) {
      corrected =
        ClockSkew.corrected(
          original: Timestamp(seconds), sent: Timestamp(sent), received: Timestamp(received),
          now: Timestamp(ingestTime)
        )?.instant.seconds ?? seconds
    }
    guard corrected >= 0, corrected <= ingestTime + 86_400 else {
      throw RowProblem(
        time.name, .timeOutOfRange,
        corrected < 0 ? "it lies before 1970" : "it lies more than a day in the future")
    }
    return (corrected, true)
  }
}
