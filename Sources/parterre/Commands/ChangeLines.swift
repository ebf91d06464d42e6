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

/// A whole number with its sign.
func signed(_ number: Int) -> String { number > 0 ? "+" + grouped(number) : grouped(number) }

/// A number with one decimal.
func decimal(_ number: Double) -> String {
  let tenths = Int((number.magnitude * 10).rounded())
  return (number < 0 && tenths > 0 ? "−" : "") + "\(grouped(tenths / 10)).\(tenths % 10)"
}

/// A share of one in percent with one decimal.
func percent(_ share: Double) -> String { decimal(share * 100) + " %" }
