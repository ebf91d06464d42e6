import Requests

/// Who came and who went, as lines for people to read.
enum ChangeLines {
  static func lines(_ change: MembershipChange, _ before: String, _ after: String) -> [String] {
    var table = TextTable([("", .left), ("people", .right)])
    table.add([before, grouped(change.before)])
    table.add(["  entered", "+" + grouped(change.entered)])
    table.add(["  left", "−" + grouped(change.left)])
    table.add(["  stayed", grouped(change.stayed)])
    table.add([after, grouped(change.after)])
    return table.lines
  }
}
