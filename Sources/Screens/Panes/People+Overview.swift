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
    drawOverview(into: &canvas, below: lines.count + 1)
  }

  /// What people are known by and who they are, below what stands above it.
  func drawOverview(into canvas: inout Canvas, below rows: Int) {
    let rest = canvas.bounds.cutTop(rows).rest
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
    guard rest.columns >= 100 else {
      canvas.within(rest) { drawNamespaces(overview, into: &$0) }
      let below = rest.cutTop(overview.namespaces.count + 2).rest
      return canvas.within(below) { drawSizes(overview, into: &$0) }
    }
    let tables = max(overview.namespaces.count, overview.sizes.count) + 1
    let (upper, lower) = rest.cutTop(tables)
    let parts = upper.columns(.share(1), .share(1), gap: 4)
    canvas.within(parts[0]) { drawNamespaces(overview, into: &$0) }
    canvas.within(parts[1]) { drawSizes(overview, into: &$0) }
    canvas.within(lower.cutTop(1).rest) { drawEveryone(into: &$0) }
  }

  /// Who all of them are: an attribute a block, as many blocks as there is room for.
  private func drawEveryone(into canvas: inout Canvas) {
    // What they are known by stands above already, and the others have panes of their own.
    let told = ["identifiers", "sources", "consent"]
    let facets = (people.everyone.value ?? []).filter { !told.contains($0.attribute) }
      .sorted { Self.told($0) > Self.told($1) }
    guard !facets.isEmpty, canvas.rows >= 6 else { return }
    let most = facets.flatMap(\.values).map(\.share).max() ?? 1
    canvas.heading(
      [Run("Who they are", .textStrong), Run(", in shares of everyone", .textMuted)], row: 0)
    let across = max(2, canvas.columns / 48)
    let width = (canvas.columns - 1) / across
    // Blocks go down the columns, each as long as its values.
    var (column, row) = (0, 2)
    for facet in facets where column < across {
      let needed = facet.values.count + 1
      if row + needed > canvas.rows, row > 2 { (column, row) = (column + 1, 2) }
      guard column < across, row + 2 <= canvas.rows else { break }
      let place = Rect(column * width, row, width - 2, min(needed, canvas.rows - row))
      canvas.within(place) { draw(facet, scale: max(most, 0.01), into: &$0) }
      row += needed + 1
    }
  }

  /// How much an attribute tells of everyone: those come first of which most is known.
  private static func told(_ facet: Facet) -> Double {
    facet.values.reduce(0) { $0 + $1.share }
  }

  private func draw(_ facet: Facet, scale: Double, into canvas: inout Canvas) {
    canvas.heading([Run(facet.attribute, .header)], row: 0)
    Table(
      [
        TableColumn("", min: 8, ideal: 18, flex: 1, max: 26),
        TableColumn("", align: .trailing, ideal: 7),
        TableColumn("", min: 6, ideal: 10, flex: 1, max: 24),
      ], count: facet.values.count, isFocused: false, hasHeader: false
    ).draw(into: &canvas, in: canvas.bounds.cutTop(1).rest) { index in
      let value = facet.values[index]
      return [
        .text(value.name), .text(Figure.percent(value.share), .textStrong),
        .bar(value.share / scale),
      ]
    }
  }

  private func drawNamespaces(_ overview: PeopleOverview, into canvas: inout Canvas) {
    let rows = overview.namespaces
    Table(
      [
        TableColumn("Known by", min: 10, ideal: 18),
        TableColumn("Identifiers", align: .trailing, min: 11, ideal: 12),
        TableColumn(title(of: viewpoint.lens), align: .trailing, min: 10, ideal: 11),
        TableColumn("Share", align: .trailing, min: 7, ideal: 8),
        TableColumn("", min: 6, ideal: 16, flex: 1, max: 36, dropOrder: 1),
      ], count: rows.count
    ).draw(into: &canvas, in: canvas.bounds) { index in
      let share = overview.people > 0 ? Double(rows[index].people) / Double(overview.people) : nil
      return [
        .text(rows[index].name, .textStrong), .text(people(rows[index].identifiers)),
        .text(people(rows[index].people)), .text(Figure.percent(share)),
        .bar(share, isPart: true),
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
        TableColumn("", min: 6, ideal: 16, flex: 1, max: 36, dropOrder: 1),
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
