import Basis
import Engine
import Formats
import Publishing
import Requests

/// Asks one report of a workspace several times in one process and prints how long it took.
///
///     ReportBenchmark WORKSPACE ROUNDS AS-OF NAME [SETTING=VALUE…]
///
/// The first round loads the columns; the others are warm. Prints one JSON line with the
/// milliseconds of each round, and the answer as `parterre report --json` prints it.
@main
struct ReportBenchmark {
  static func main() throws {
    let words = CommandLine.arguments.dropFirst().map { $0 }
    guard words.count >= 4, let rounds = Int(words[1]), rounds > 0,
      let asOf = TimeFormat.standard.parse(Array(words[2].utf8).span, zone: .utc)
    else {
      print("ReportBenchmark WORKSPACE ROUNDS AS-OF NAME [SETTING=VALUE…]")
      return
    }
    let settings = words.dropFirst(4).map { word in
      let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
      return ReportRequest.Setting(parts[0], parts.count > 1 ? parts[1] : "")
    }
    let request = ReportRequest(name: words[3], settings: settings)
    let desk = QuestionDesk(path: words[0])
    let terms = QuestionDesk.Terms(asOf: asOf)
    var milliseconds: [Double] = []
    var answer: ReportTable?
    for _ in 0...rounds {
      let started = SystemClock.nanoseconds()
      answer = try desk.report(request, terms: terms)
      milliseconds.append(Double(SystemClock.nanoseconds() - started) / 1e6)
    }
    guard let answer else { return }
    let document = JSON.object([
      ("cold_ms", .number(milliseconds[0])),
      ("warm_ms", .array(milliseconds.dropFirst().map { JSON.number($0) })),
      ("answer", ReportJSON.document(of: answer, lens: terms.lens)),
    ])
    print(document.text)
  }
}
