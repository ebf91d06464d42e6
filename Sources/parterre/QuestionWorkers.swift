import Basis
import Dispatch
import Engine
import Requests
import Synchronization
import Terminal

/// Asks the engine away from the thread that reads keys, and mails the answers back.
///
/// A class, because the loop and the workers share it: the list of jobs that were called off.
final class QuestionWorkers: Sendable {
  private let desk: QuestionDesk
  private let mailbox: Mailbox<JobReport>
  private let cancelled = Mutex<Set<JobID>>([])
  private let queue = DispatchQueue(label: "parterre.questions", attributes: .concurrent)

  init(desk: QuestionDesk, mailbox: Mailbox<JobReport>) {
    (self.desk, self.mailbox) = (desk, mailbox)
  }

  func ask(_ inquiry: Inquiry) {
    queue.async { [self] in
      guard !isCancelled(inquiry.job) else { return report(inquiry.job, .cancelled) }
      do throws(Fault) {
        report(inquiry.job, .answered(try desk.answer(inquiry.question, terms: terms(inquiry))))
      } catch {
        report(inquiry.job, isCancelled(inquiry.job) ? .cancelled : .failed(error))
      }
    }
  }

  func cancel(_ job: JobID) { cancelled.withLock { _ = $0.insert(job) } }

  private func terms(_ inquiry: Inquiry) -> QuestionDesk.Terms {
    let started = SystemClock.nanoseconds()
    return QuestionDesk.Terms(
      asOf: inquiry.viewpoint.asOf ?? SystemClock.now(), lens: inquiry.viewpoint.lens,
      progress: { [self] done, total in
        let seconds = Double(SystemClock.nanoseconds() - started) / 1e9
        let rate = seconds > 0.2 ? Double(done) / seconds : nil
        let left = rate.flatMap { rate in total.map { Double(max(0, $0 - done)) / rate } }
        report(
          inquiry.job,
          .progress(
            Progress(
              what: "Working", done: done, total: total, unit: "", elapsedSeconds: seconds,
              rate: rate, secondsLeft: left)))
        return !isCancelled(inquiry.job)
      })
  }

  private func report(_ job: JobID, _ event: JobEvent) {
    mailbox.post(JobReport(job: job, event: event))
  }

  private func isCancelled(_ job: JobID) -> Bool { cancelled.withLock { $0.contains(job) } }
}
