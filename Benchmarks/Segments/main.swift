import Basis
import Engine
import Requests

/// Times questions inside one process, for `segments.py` and `limits.py`.
///
///     SegmentBenchmark WORKSPACE AS-OF-SECONDS < QUESTIONS
///
/// A line of standard input is a name, a kind and texts, with tabs between them; the kinds are:
/// `count` (each text is counted), `edits` (likewise, each as an edit of the one before, so that
/// nothing is forgotten between them), `overlap`, `facet` (a segment, then what to look at), `stop`
/// (a count that is taken back after a millisecond). The answer is a line with the name, the
/// milliseconds of the first time (with loading), of a time with no result kept, of a time with
/// results kept (medians of five), the figures, and the megabytes that the process has for itself then.
enum Benchmark {
  static func run() throws(Fault) {
    let arguments = CommandLine.arguments
    guard arguments.count == 3, let seconds = Int64(arguments[2]) else {
      throw Fault(
        .usage, "SegmentBenchmark", reason: "two arguments are needed",
        remedy: "SegmentBenchmark WORKSPACE AS-OF-SECONDS < QUESTIONS")
    }
    // As the program itself does.
    ProcessMemory.takeInLargeSteps(within: MemoryBudget.standard.bytes)
    let desk = QuestionDesk(path: arguments[1])
    let terms = QuestionDesk.Terms(asOf: Timestamp(seconds))
    while let line = readLine() {
      let parts = line.split(separator: "\t").map(String.init)
      guard parts.count > 2 else { continue }
      let question = BenchmarkQuestion(name: parts[0], kind: parts[1], texts: Array(parts[2...]))
      print(try question.measured(desk, terms))
    }
  }
}

do throws(Fault) {
  try Benchmark.run()
} catch {
  print("\(error)")
}
