internal import Basis
internal import Cells
internal import Requests

extension AppState {
  /// How somebody is looked for, before anybody has been, and how many there are.
  func drawSearchHelp(into canvas: inout Canvas) {
    var lines: [[Run]] = [
      [
        Run("s", .key), Run(" looks for somebody by an identifier: ", .textMuted),
        Run("email:name@host", .text), Run(", or the value alone.", .textMuted),
      ],
      [
        Run("What is found is masked; ", .textMuted), Run("r", .key),
        Run(" shows it for ten seconds, and that is logged.", .textMuted),
      ],
    ]
    if let overview = people.overview.value {
      lines += [
        [],
        [
          Run(people(overview.people), .figure, .bold),
          Run(" \(unit(viewpoint.lens, overview.people)), known by ", .textMuted),
          Run(people(overview.identifiers), .textStrong), Run(" identifiers", .textMuted),
        ],
      ]
    }
    for (row, line) in lines.enumerated() {
      canvas.put(line, at: Point(1, row), maxWidth: canvas.columns - 2)
    }
  }

  /// The lines that `drawSearchHelp` needs.
  static let searchHelpRows = 4

  /// Which kinds of identifiers people have.
  func drawKnownBy(into canvas: inout Canvas) {
    let empty = [Run("Nobody is known yet.", .textMuted)]
    if drawState(people.overview, into: &canvas, isEmpty: \.namespaces.isEmpty, empty: empty) {
      return
    }
    guard let overview = people.overview.value else { return }
    drawTable(
      .knownBy, of: overview.namespaces,
      [
        TableColumn("Known by", min: 10, ideal: 18),
        TableColumn("Identifiers", align: .trailing, min: 11, ideal: 12),
        TableColumn(title(of: viewpoint.lens), align: .trailing, min: 10, ideal: 11),
        TableColumn("Share", align: .trailing, min: 7, ideal: 8),
        TableColumn("", min: 6, ideal: 16, flex: 1, max: 36, dropOrder: 1),
      ], into: &canvas, sortedBy: [0, 1, 2, 3]
    ) { row in
      let share = overview.people > 0 ? Double(row.people) / Double(overview.people) : nil
      return [
        .text(row.name, .textStrong), .text(people(row.identifiers)),
        .text(people(row.people)), .text(Figure.percent(share)), .bar(share, isPart: true),
      ]
    }
  }

  /// How many have one identifier, two, and so on.
  func drawGroupSizes(into canvas: inout Canvas) {
    if drawState(people.overview, into: &canvas, isEmpty: \.sizes.isEmpty, empty: []) { return }
    guard let overview = people.overview.value else { return }
    let most = Double(max(1, overview.sizes.map(\.people).max() ?? 1))
    drawTable(
      .groupSizes, of: overview.sizes,
      [
        TableColumn("Identifiers each", min: 16, ideal: 18),
        TableColumn(title(of: viewpoint.lens), align: .trailing, min: 10, ideal: 11),
        TableColumn("Share", align: .trailing, min: 7, ideal: 8),
        TableColumn("", min: 6, ideal: 16, flex: 1, max: 36, dropOrder: 1),
      ], into: &canvas, sortedBy: [0, 1, 2]
    ) { size in
      [
        .text(Self.name(of: size), .textStrong), .text(people(size.people)),
        .text(Figure.percent(size.people, of: overview.people)),
        .bar(Double(size.people) / most),
      ]
    }
  }

  /// Who all of them are: an attribute a block, as many blocks as there is room for.
  func drawEveryone(into canvas: inout Canvas) {
    if drawState(people.everyone, into: &canvas, isEmpty: \.isEmpty, empty: []) { return }
    let facets = facetsOfEveryone
    let most = facets.flatMap(\.values).map(\.share).max() ?? 1
    let across = max(1, canvas.columns / 48)
    let width = (canvas.columns - 1) / across
    // Blocks go down the columns, each as long as its values, and all columns about as far.
    let lengths = facets.map { $0.values.count + 2 }
    let even = max(lengths.max() ?? 0, (lengths.reduce(0, +) + across - 1) / across + 3)
    let end = min(canvas.rows, even)
    var (column, row) = (0, 0)
    for facet in facets where column < across {
      let needed = facet.values.count + 1
      if row + needed > end, row > 0 { (column, row) = (column + 1, 0) }
      guard column < across, row + 2 <= canvas.rows else { break }
      let place = Rect(column * width, row, width - 2, min(needed, canvas.rows - row))
      canvas.within(place) { draw(facet, scale: max(most, 0.01), into: &$0) }
      row += needed + 1
    }
  }

  /// What is told of everyone, the attributes first of which most is known.
  ///
  /// What they are known by stands beside it, and sources and consent have panes of their own.
  var facetsOfEveryone: [Facet] {
    let elsewhere = ["identifiers", "sources", "consent"]
    return (people.everyone.value ?? []).filter { !elsewhere.contains($0.attribute) }
      .sorted { Self.shareKnown(of: $0) > Self.shareKnown(of: $1) }
  }

  /// How much an attribute tells of everyone.
  private static func shareKnown(of facet: Facet) -> Double {
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

  private func title(of lens: Lens) -> String {
    switch lens {
    case .device: "Devices"
    case .person: "People"
    case .household: "Households"
    }
  }
}
