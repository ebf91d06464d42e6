internal import Basis
internal import Cells
internal import Requests

extension AppState {
  /// What a definition has and a version had not, and who enters and leaves with it.
  func differenceLines(width: Int) -> [[Run]] {
    guard let difference = segments.difference.value else { return [] }
    func wrapped(_ sign: String, _ role: Role, _ condition: String) -> [[Run]] {
      TextWidth.wrapped(condition, to: max(8, width - 2)).enumerated().map { row, line in
        [Run(row == 0 ? sign : "  ", role, .bold)] + Self.coloured(line)
      }
    }
    var lines = difference.added.flatMap { wrapped("+ ", .deltaUp, $0) }
    lines += difference.removed.flatMap { wrapped("− ", .deltaDown, $0) }
    if difference.meansTheSame {
      lines.append([Run("Both mean the same.", .textMuted)])
    } else if lines.isEmpty {
      lines.append([Run("The same conditions, joined differently.", .textMuted)])
    }
    lines.append([])
    switch difference.effect {
    case .uncountable(let reason):
      return lines + TextWidth.wrapped(reason, to: max(8, width)).map { [Run($0, .warn)] }
    case .counted(let members):
      return lines + figures(of: members, since: difference.old.label)
    }
  }

  private func figures(of members: MembershipChange, since old: String) -> [[Run]] {
    let rows: [(String, String, Role)] = [
      (old, people(members.before), .textStrong),
      ("  entered", (members.entered > 0 ? "+" : "") + people(members.entered), .deltaUp),
      ("  left", (members.left > 0 ? "−" : "") + people(members.left), .deltaDown),
      ("  stayed", people(members.stayed), .text),
      ("now", people(members.after), .textStrong),
    ]
    let names = rows.map { TextWidth.of($0.0) }.max() ?? 0
    let figures = rows.map { TextWidth.of($0.1) }.max() ?? 0
    return rows.map { name, figure, role in
      let space = names + 3 + figures - TextWidth.of(name) - TextWidth.of(figure)
      return [Run(name + String(repeating: " ", count: space), .textMuted), Run(figure, role)]
    }
  }
}
