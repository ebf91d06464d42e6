import Basis
import Dispatch
import Engine
import Glibc
import Requests
import Screens
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
    let meter = ProgressMeter(inquiry.question.work)
    var terms = QuestionDesk.Terms(
      asOf: inquiry.viewpoint.asOf ?? SystemClock.now(), lens: inquiry.viewpoint.lens,
      stop: stop,
      progress: { [self] done, total in
        report(inquiry.job, .progress(meter.counted(done, of: total)))
        return !stop.isStopped
      },
      estimate: { [self] answer in report(inquiry.job, .estimate(answer)) })
    terms.phase = { [self] phase in report(inquiry.job, .progress(meter.began(phase))) }
    return terms
  }

  private func report(_ job: JobID, _ event: JobEvent) {
    mailbox.post(JobReport(job: job, event: event))
  }
}
