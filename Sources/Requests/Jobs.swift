package import Basis

/// The number of one piece of work, given by the face that asks for it and never used twice.
package struct JobID: Hashable, Comparable, Sendable {
  package let number: Int
  package init(_ number: Int) { self.number = number }
  package static func < (a: JobID, b: JobID) -> Bool { a.number < b.number }
}

/// What every figure depends on besides the question: the unit that is counted, and the instant.
package struct Viewpoint: Hashable, Sendable {
  package var lens: Lens
  /// The evaluation instant; nil is the moment at which the engine answers.
  package var asOf: Timestamp?

  package init(lens: Lens = .person, asOf: Timestamp? = nil) {
    (self.lens, self.asOf) = (lens, asOf)
  }
}

/// One question as it is handed to the engine.
package struct Inquiry: Hashable, Sendable {
  package let job: JobID
  package let question: Question
  package let viewpoint: Viewpoint

  package init(job: JobID, question: Question, viewpoint: Viewpoint) {
    (self.job, self.question, self.viewpoint) = (job, question, viewpoint)
  }
}

/// How far a long piece of work has come.
package struct Progress: Hashable, Sendable {
  /// What is being done, in two or three words: `reading orders.csv`.
  package var what: String
  package var done: Int
  /// How much there is to do; nil where nobody knows.
  package var total: Int?
  /// What is counted: `rows`, `people`.
  package var unit: String
  package var elapsedSeconds: Double

  package init(what: String, done: Int, total: Int?, unit: String, elapsedSeconds: Double) {
    (self.what, self.done, self.total, self.unit) = (what, done, total, unit)
    self.elapsedSeconds = elapsedSeconds
  }
}

/// What becomes of an inquiry: any number of `.progress` and `.estimate`, then one of the others.
package enum JobEvent: Equatable, Sendable {
  case progress(Progress)
  /// An answer to show until the exact one arrives; it says itself that it is an estimate.
  case estimate(Answer)
  case answered(Answer)
  case failed(Fault)
  case cancelled

  /// True when nothing more will be reported of the job.
  package var isFinal: Bool {
    switch self {
    case .progress, .estimate: false
    case .answered, .failed, .cancelled: true
    }
  }
}

/// One message from the engine about a job.
package struct JobReport: Equatable, Sendable {
  package let job: JobID
  package let event: JobEvent

  package init(job: JobID, event: JobEvent) { (self.job, self.event) = (job, event) }
}
