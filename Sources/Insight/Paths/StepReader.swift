package import Basis
internal import Columns
package import Segments

/// Reads the steps of a funnel, `a > b where amount > 3 > c`, with the tests of the segment language.
package enum StepReader {
  /// The steps, checked against what the workspace knows; problems are pointed out in the text.
  package static func steps(
    _ text: String, _ planner: SetPlanner
  ) throws(Fault) -> [EventSequence.Step] {
    let pieces = pieces(of: text)
    return try sequence(pieces.joined(separator: " then "), planner)
  }

  /// One event with its test, such as `purchase where revenue > 50`.
  package static func step(
    _ text: String, _ planner: SetPlanner
  ) throws(Fault) -> EventSequence.Step {
    try sequence(text, planner)[0]
  }

  private static func sequence(
    _ steps: String, _ planner: SetPlanner
  ) throws(Fault) -> [EventSequence.Step] {
    let text = "sequence(\(steps))"
    let segment: Segment
    do throws(Problem) {
      segment = try Checker(planner.audience.vocabulary, references: planner.references)
        .checked(text)
    } catch {
      let fault = error.fault(in: text)
      throw Fault(
        fault.code, "“\(steps)”", reason: fault.reason,
        remedy: [fault.remedy, "Steps are written EVENT > EVENT where FIELD = VALUE > EVENT"]
          .filter { !$0.isEmpty }.joined(separator: fault.remedy.last == "?" ? " " : ". "))
    }
    guard case .sequence(let sequence) = segment, sequence.absence == nil else {
      throw Fault(
        .usage, "“\(steps)”", reason: "these are not steps",
        remedy: "Write EVENT or EVENT where FIELD = VALUE, with > between steps")
    }
    return sequence.steps
  }

  /// Splits at each `>` that stands between steps.
  ///
  /// A `>` of a comparison has a number or a date behind it, and no event's bare name begins with a
  /// digit or a sign; so what follows tells the two apart. Quotes keep what is inside together.
  package static func pieces(of text: String) -> [String] {
    var pieces = [""]
    var isQuoted = false
    var rest = Array(text)[...]
    while let character = rest.popFirst() {
      if character == "\\", isQuoted, let next = rest.popFirst() {
        pieces[pieces.count - 1] += String([character, next])
        continue
      }
      if character == "\"" { isQuoted.toggle() }
      if character == ">", !isQuoted, beginsStep(rest) {
        pieces.append("")
      } else {
        pieces[pieces.count - 1].append(character)
      }
    }
    return pieces.map(\.trimmed)
  }

  private static func beginsStep(_ rest: ArraySlice<Character>) -> Bool {
    guard let next = rest.first(where: { !$0.isWhitespace }) else { return true }
    return !(next.isNumber || "=-+.".contains(next))
  }
}
