import Basis
import Dispatch
import Engine
import Glibc
import Requests
import Synchronization
import Terminal

/// Asks the engine away from the thread that reads keys, and mails the answers back.
///
/// A class, because the loop and the workers share it: how to stop each job.
final class QuestionWorkers: Sendable {
  private let desk: QuestionDesk
  private let mailbox: Mailbox<JobReport>
  /// How to stop each job that is not done.
  private let stops = Mutex<[JobID: Stop]>([:])
  private let queue = DispatchQueue(label: "parterre.questions", attributes: .concurrent)

  init(desk: QuestionDesk, mailbox: Mailbox<JobReport>) {
    (self.desk, self.mailbox) = (desk, mailbox)
  }

  func ask(_ inquiry: Inquiry) {
    let stop = Stop()
    stops.withLock { $0[inquiry.job] = stop }
    queue.async { [self] in
      Self.stepBack()
      defer { stops.withLock { _ = $0.removeValue(forKey: inquiry.job) } }
      guard !stop.isStopped else { return report(inquiry.job, .cancelled) }
      do throws(Fault) {
        let answer = try desk.answer(inquiry.question, terms: terms(inquiry, stop))
        report(inquiry.job, stop.isStopped ? .cancelled : .answered(answer))
      } catch {
        report(inquiry.job, stop.isStopped ? .cancelled : .failed(error))
      }
    }
  }

  /// Lets the thread that reads keys go first; threads that the work starts do so as well.
  ///
  /// Where nobody else wants the processors, the work is as fast as before.
  static func stepBack() { _ = setpriority(Int32(PRIO_PROCESS.rawValue), 0, 10) }

  func cancel(_ job: JobID) { stops.withLock { $0[job] }?.stop() }

  private func terms(_ inquiry: Inquiry, _ stop: Stop) -> QuestionDesk.Terms {
    let started = SystemClock.nanoseconds()
    let work = inquiry.question.work
    return QuestionDesk.Terms(
      asOf: inquiry.viewpoint.asOf ?? SystemClock.now(), lens: inquiry.viewpoint.lens,
      stop: stop,
      progress: { [self] done, total in
        let seconds = Double(SystemClock.nanoseconds() - started) / 1e9
        let rate = seconds > 0.2 ? Double(done) / seconds : nil
        let left = rate.flatMap { rate in total.map { Double(max(0, $0 - done)) / rate } }
        report(
          inquiry.job,
          .progress(
            Progress(
              what: work.what, done: done, total: total, unit: work.unit, elapsedSeconds: seconds,
              rate: rate, secondsLeft: left)))
        return !stop.isStopped
      },
      estimate: { [self] answer in report(inquiry.job, .estimate(answer)) })
  }

  private func report(_ job: JobID, _ event: JobEvent) {
    mailbox.post(JobReport(job: job, event: event))
  }
}
