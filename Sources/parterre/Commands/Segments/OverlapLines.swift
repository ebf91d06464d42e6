import Basis
import Engine
import Formats
import Requests

/// The command `overlap`: pairs of segments, then who is in exactly some of them.
enum OverlapLines {
  static func run(_ line: Invocation) throws(Fault) -> ExitStatus {
    let terms = try line.globals.terms()
    let top = try line.integer("top") ?? 20
    guard top >= 0 else {
      throw Fault(
        .usage, "--top", reason: "it is below 0", remedy: "Give a number, such as --top 50")
    }
    let answer = try SegmentCommands.desk(line).overlap(line.operands, top: top, terms: terms)
    let names = answer.names
    let intersections = answer.intersections
    if line.globals.isJSON {
      let matrix = answer.shared.map { JSON.array($0.map { JSON.count($0) }) }
      let groups = intersections.map { group in
        JSON.object([
          ("segments", .array(group.members.map { JSON.string(names[$0]) })),
          ("count", .count(group.count)),
        ])
      }
      try line.answer(
        .object(
          [
            ("segments", .array(names.map { JSON.string($0) })), ("shared", .array(matrix)),
            ("pairs", .array(Pair.all(answer).map(\.json))), ("intersections", .array(groups)),
            ("population", .count(answer.population)),
          ]), terms)
      return .done
    }
    let keys = names.indices.map { names.count <= 26 ? letter($0) : String($0 + 1) }
    for (key, name) in zip(keys, names) { Output.line("\(key)  \(name)") }
    Output.line()
    showMatrix(answer, keys)
    Output.line()
    showPairs(answer)
    if names.count > QuestionDesk.mostIntersected {
      Output.line()
      Output.line(
        "Who is in exactly some of them is told of up to \(QuestionDesk.mostIntersected) segments.")
    } else if !intersections.isEmpty {
      Output.line()
      show(intersections, keys)
    }
    return .done
  }

  /// Two segments beside each other.
  private struct Pair {
    let first: String
    let second: String
    let both: Int
    let sizes: (Int, Int)
    let population: Int

    static func all(_ overlap: Overlap) -> [Pair] {
      overlap.names.indices.flatMap { a in
        overlap.names.indices.filter { $0 > a }.map { b in
          Pair(
            first: overlap.names[a], second: overlap.names[b], both: overlap.shared[a][b],
            sizes: (overlap.shared[a][a], overlap.shared[b][b]), population: overlap.population)
        }
      }
    }

    private func ratio(_ part: Double, _ whole: Double) -> Double? {
      whole > 0 ? part / whole : nil
    }
    var ofFirst: Double? { ratio(Double(both), Double(sizes.0)) }
    var ofSecond: Double? { ratio(Double(both), Double(sizes.1)) }
    var jaccard: Double? { ratio(Double(both), Double(sizes.0 + sizes.1 - both)) }
    var lift: Double? {
      ratio(Double(both) * Double(population), Double(sizes.0) * Double(sizes.1))
    }

    var json: JSON {
      func number(_ value: Double?) -> JSON { value.map { JSON.number($0) } ?? .null }
      return .object([
        ("first", .string(first)), ("second", .string(second)), ("both", .count(both)),
        ("share_of_first", number(ofFirst)), ("share_of_second", number(ofSecond)),
        ("jaccard", number(jaccard)), ("lift", number(lift)),
      ])
    }
  }

  /// How many people each two share; the diagonal has how many each one has.
  private static func showMatrix(_ overlap: Overlap, _ keys: [String]) {
    var table = TextTable([("people in both", .left)] + keys.map { ($0, .right) })
    for (key, row) in zip(keys, overlap.shared) { table.add([key] + row.map(grouped)) }
    table.lines.forEach { Output.line($0) }
  }

  private static func showPairs(_ overlap: Overlap) {
    var table = TextTable([
      ("a", .left), ("b", .left), ("both", .right), ("of a", .right), ("of b", .right),
      ("jaccard", .right), ("lift", .right),
    ])
    for pair in Pair.all(overlap) {
      table.add([
        pair.first, pair.second, grouped(pair.both), pair.ofFirst.map(percent) ?? "–",
        pair.ofSecond.map(percent) ?? "–", pair.jaccard.map(percent) ?? "–",
        pair.lift.map(decimal) ?? "–",
      ])
    }
    table.lines.forEach { Output.line($0) }
  }

  /// One row a group: a filled dot for each segment that its people are in.
  private static func show(_ groups: [Overlap.Intersection], _ keys: [String]) {
    let widest = groups.map(\.count).max() ?? 1
    var table = TextTable(
      keys.map { ($0, .left) } + [("people in just these", .right), ("", .left)])
    for group in groups {
      let dots = keys.indices.map { group.members.contains($0) ? "●" : "·" }
      let bar = String(repeating: "█", count: max(1, group.count * 30 / max(1, widest)))
      table.add(dots + [grouped(group.count), bar])
    }
    table.lines.forEach { Output.line($0) }
  }

  private static func letter(_ index: Int) -> String {
    String(UnicodeScalar(UInt8(ascii: "A") + UInt8(index)))
  }
}
