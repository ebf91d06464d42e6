internal import Basis
internal import Cells
internal import Requests

extension AppState {
  /// How somebody is looked for, and what people are known by, before anybody has been looked for.
  func drawPeopleOverview(into canvas: inout Canvas) {
    let lines: [[Run]] = [
      [
        Run("s", .key), Run(" looks for somebody by an identifier: ", .textMuted),
        Run("email:name@host", .text), Run(", or the value alone.", .textMuted),
      ],
      [
        Run("What is found is masked; ", .textMuted), Run("r", .key),
        Run(" shows it for ten seconds, and that is logged.", .textMuted),
      ],
    ]
    for (row, line) in lines.enumerated() {
      canvas.put(line, at: Point(1, row), maxWidth: canvas.columns - 2)
    }
    let rest = canvas.bounds.cutTop(lines.count + 1).rest
    canvas.within(rest) { canvas in
      if drawState(people.overview, into: &canvas, empty: []) { return }
      if let overview = people.overview.value { drawFigures(overview, into: &canvas) }
    }
  }

  private func drawFigures(_ overview: PeopleOverview, into canvas: inout Canvas) {
    canvas.put(
      [
        Run(people(overview.people), .figure, .bold),
        Run(" \(unit(viewpoint.lens, overview.people)), known by ", .textMuted),
        Run(people(overview.identifiers), .textStrong), Run(" identifiers", .textMuted),
      ], at: Point(1, 0), maxWidth: canvas.columns - 2)
    let rest = canvas.bounds.cutTop(2).rest
    let isWide = rest.columns >= 100
    let (left, right) = rest.cutLeft(isWide ? rest.columns / 2 : rest.columns)
    canvas.within(left) { drawNamespaces(overview, into: &$0) }
    let below = rest.cutTop(overview.namespaces.count + 2).rest
    canvas.within(isWide ? right : below) { drawSizes(overview, into: &$0) }
  }

  private func drawNamespaces(_ overview: PeopleOverview, into canvas: inout Canvas) {
    let rows = overview.namespaces
    Table(
      [
        TableColumn("Known by", min: 10, ideal: 18),
        TableColumn("Identifiers", align: .trailing, min: 11, ideal: 12),
        TableColumn(title(of: viewpoint.lens), align: .trailing, min: 10, ideal: 11),
        TableColumn("Share", align: .trailing, min: 7, ideal: 8),
        TableColumn("", min: 6, ideal: 16, flex: 1, dropOrder: 1),
      ], count: rows.count
    ).draw(into: &canvas, in: canvas.bounds) { index in
      let share = overview.people > 0 ? Double(rows[index].people) / Double(overview.people) : nil
      return [
        .text(rows[index].name, .textStrong), .text(people(rows[index].identifiers)),
        .text(people(rows[index].people)), .text(Figure.percent(share)), .bar(share),
      ]
    }
  }

  private func drawSizes(_ overview: PeopleOverview, into canvas: inout Canvas) {
    let rows = overview.sizes
    let most = Double(max(1, rows.map(\.people).max() ?? 1))
    Table(
      [
        TableColumn("Identifiers each", min: 16, ideal: 18),
        TableColumn(title(of: viewpoint.lens), align: .trailing, min: 10, ideal: 11),
        TableColumn("Share", align: .trailing, min: 7, ideal: 8),
        TableColumn("", min: 6, ideal: 16, flex: 1, dropOrder: 1),
      ], count: rows.count
    ).draw(into: &canvas, in: canvas.bounds) { index in
      let size = rows[index]
      let name =
        size.to.map { $0 == size.from ? "\(size.from)" : "\(size.from) to \($0)" }
        ?? "\(Figure.count(size.from)) or more"
      return [
        .text(name, .textStrong), .text(people(size.people)),
        .text(Figure.percent(size.people, of: overview.people)),
        .bar(Double(size.people) / most),
      ]
    }
  }

  private func title(of lens: Lens) -> String {
    switch lens {
    case .device: "Devices"
    case .person: "People"
    case .household: "Households"
    }
  }
}
