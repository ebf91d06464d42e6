import Basis
import Dispatch
import Engine
import Requests

/// One question with how it is timed.
struct BenchmarkQuestion {
  let name: String
  let kind: String
  let texts: [String]

  private static let rounds = 5

  /// The line that tells its times and figures.
  func measured(_ desk: QuestionDesk, _ terms: QuestionDesk.Terms) throws(Fault) -> String {
    if kind == "stop" { return try stopped(desk, terms) }
    if kind == "edits" { return try edited(desk, terms) }
    let (figures, first) = try timed { () throws(Fault) in try answer(desk, terms) }
    var cold: [Double] = []
    for _ in 0..<Self.rounds {
      desk.forgetResults()
      cold.append(try timed { () throws(Fault) in try answer(desk, terms) }.milliseconds)
    }
    var warm: [Double] = []
    for _ in 0..<Self.rounds {
      warm.append(try timed { () throws(Fault) in try answer(desk, terms) }.milliseconds)
    }
    return line(first, cold, warm, figures)
  }

  /// The first text is asked before, so that each of the others is an edit of a segment in use.
  private func edited(_ desk: QuestionDesk, _ terms: QuestionDesk.Terms) throws(Fault) -> String {
    let (base, first) = try timed { () throws(Fault) in
      try desk.count(texts[0], each: false, terms: terms).total.count
    }
    var figures = [base]
    var times: [Double] = []
    for text in texts.dropFirst() {
      let (count, milliseconds) = try timed { () throws(Fault) in
        try desk.count(text, each: false, terms: terms).total.count
      }
      figures.append(count)
      times.append(milliseconds)
    }
    return line(first, times, times, figures.map(String.init))
  }

  /// How long a count goes on after it was taken back; no figures.
  private func stopped(_ desk: QuestionDesk, _ terms: QuestionDesk.Terms) throws(Fault) -> String {
    _ = try desk.count(texts[0], each: false, terms: terms)
    var times: [Double] = []
    for _ in 0..<Self.rounds {
      desk.forgetResults()
      var terms = terms
      let stop = Stop()
      terms.stop = stop
      let asked = SystemClock.nanoseconds()
      let delay = DispatchTimeInterval.milliseconds(1)
      DispatchQueue.global().asyncAfter(deadline: .now() + delay) { stop.stop() }
      do throws(Fault) {
        _ = try desk.count(texts[0], each: false, terms: terms)
      } catch {
        guard error.code == .interrupted else { throw error }
      }
      times.append(Double(SystemClock.nanoseconds() - asked) / 1e6 - 1)
    }
    return line(0, times, times, [])
  }

  private func answer(_ desk: QuestionDesk, _ terms: QuestionDesk.Terms) throws(Fault) -> [String] {
    switch kind {
    case "overlap":
      guard case .overlap(let overlap) = try desk.answer(.overlap(names: texts), terms: terms)
      else { return [] }
      return overlap.names.indices.flatMap { a in
        overlap.names.indices.filter { $0 > a }.map { String(overlap.shared[a][$0]) }
      }
    case "facet":
      let request = FacetRequest(
        segment: .text(texts[0]), attributes: [texts[1]], top: 20, isBySize: true)
      guard case .facets(let facets) = try desk.answer(.facets(request), terms: terms)
      else { return [] }
      return facets[0].values.filter { $0.count > 0 }.map { "\($0.name) \($0.count)" }
    default:
      var figures: [String] = []
      for text in texts {
        guard case .total(let total) = try desk.answer(.total(.text(text)), terms: terms)
        else { return [] }
        figures.append(String(total.count))
      }
      return figures
    }
  }

  private func timed<Answer>(_ body: () throws(Fault) -> Answer) throws(Fault) -> (
    answer: Answer, milliseconds: Double
  ) {
    let started = SystemClock.nanoseconds()
    let answer = try body()
    return (answer, Double(SystemClock.nanoseconds() - started) / 1e6)
  }

  private func line(
    _ first: Double, _ cold: [Double], _ warm: [Double], _ figures: [String]
  ) -> String {
    let times = [first, Self.median(cold), Self.median(warm)].map { "\($0)" }
    let held = Double(ProcessMemory.own) / Double(1 << 20)
    return ([name] + times + [figures.joined(separator: ","), "\(held)"])
      .joined(separator: "\t")
  }

  private static func median(_ times: [Double]) -> Double {
    times.isEmpty ? 0 : times.sorted()[times.count / 2]
  }
}
