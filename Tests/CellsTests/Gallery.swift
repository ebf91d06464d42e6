import Cells

/// One drawing of every widget and chart, for goldens and for drawing at every size.
enum Gallery {
  static let all: [(name: String, size: Size, draw: @Sendable (inout Canvas) -> Void)] = [
    ("table", Size(64, 8), table), ("tree", Size(48, 8), tree), ("lines", Size(80, 5), lines),
    ("picker", Size(90, 12), picker), ("dialog", Size(56, 14), dialog),
    ("inputs", Size(40, 9), inputs), ("progress", Size(80, 4), progress),
    ("bars", Size(48, 12), bars), ("line-chart", Size(60, 14), lineChart),
    ("column-chart", Size(60, 12), columnChart),
  ]

  static func table(_ canvas: inout Canvas) {
    let table = Table(
      [
        TableColumn("campaign", min: 8, ideal: 18, flex: 1),
        TableColumn("sent", align: .trailing, ideal: 9, sort: .descending),
        TableColumn("share", min: 4, ideal: 10, dropOrder: 2),
        TableColumn("trend", min: 4, ideal: 8, dropOrder: 3),
        TableColumn("change", align: .trailing, ideal: 8, dropOrder: 1),
      ], count: 40, first: 2, selection: 4)
    table.draw(into: &canvas, in: canvas.bounds) { row in
      [
        .text("Größe \(row) 日本"), .text(Figure.count(100_000 / max(1, row))),
        .bar(1 / Double(max(1, row))),
        .spark([1, 2, nil, Double(row), 3]),
        row % 2 == 0 ? .text(Figure.change(row), .deltaUp) : .text(Figure.unknown, .textMuted),
      ]
    }
  }

  static func tree(_ canvas: inout Canvas) {
    let depths = [0, 1, 1, 2, 2, 1]
    let names = ["all of", "country in (DE, AT)", "any of", "did purchase", "last seen", "not x"]
    canvas.box(canvas.bounds, title: "Segment", note: "v3", focused: true)
    for (row, guide) in Tree.guides(depths: depths).enumerated() {
      canvas.put([Run(guide, .border), Run(names[row])], at: Point(2, row + 1))
    }
  }

  static func lines(_ canvas: inout Canvas) {
    let bounds = canvas.bounds
    Tabs(["Sources", "Consent", "Segments"], active: 1, isNumbered: true)
      .draw(into: &canvas, in: bounds.line(0))
    canvas.breadcrumb(["Segments", "Autumn win-back", "v3"], in: bounds.line(1))
    canvas.keyHints(
      [KeyHint("a", "add"), KeyHint("m", "mute", isDisabled: true), KeyHint("/", "filter")],
      status: [Run("✓ ", .ok), Run("0.8 ms", .textMuted)], in: bounds.line(4))
    canvas.notices(
      [Notice("saved", .ok), Notice("12 rows rejected", .warn)], in: bounds.cutTop(4).top)
  }

  static func picker(_ canvas: inout Canvas) {
    let names = ["country", "last country", "county", "account age"]
    let ranked = FuzzyMatcher("cou").ranked(names)
    let items = ranked.map { index, match in
      PickerItem(
        names[index], kind: "attribute", count: Figure.count(1000 * (index + 1)),
        share: Double(index + 1) / 4, disabledReason: index == 2 ? "no rows" : nil,
        matched: match.positions)
    }
    Picker(title: "Add", input: TextInput("cou"), items: items, total: 4, selection: 1)
      .draw(into: &canvas, in: canvas.bounds) { canvas in
        canvas.bigFigure("184,203", in: canvas.bounds)
      }
  }

  static func dialog(_ canvas: inout Canvas) {
    canvas.fill(canvas.bounds, with: Cluster("x"), role: .link)
    Dialog(
      title: "Deliver", lines: [[Run("118,266 people leave.", .textStrong)], [], [Run("added")]],
      input: TextInput("autumn"), answers: [KeyHint("Enter", "deliver"), KeyHint("Esc", "back")],
      kind: .warning
    ).draw(into: &canvas, in: canvas.bounds)
  }

  static func inputs(_ canvas: inout Canvas) {
    let bounds = canvas.bounds
    var input = TextInput("a long name that does not fit into its line")
    _ = input.handle(KeyStroke(.left, .shift))
    input.draw(into: &canvas, in: bounds.line(0))
    TextInput().draw(into: &canvas, in: bounds.line(2), prompt: "Type to narrow", isFocused: false)
    let editor = TextEditor("all of\n  country = \"日本\"\n  not seen")
    editor.draw(
      into: &canvas, in: bounds.cutTop(4).rest, first: .init(line: 0, character: 0),
      mistakes: [.init(line: 2, characters: 6..<10)])
  }

  static func progress(_ canvas: inout Canvas) {
    let bounds = canvas.bounds
    ProgressLine(
      "Reading crm.csv", done: 310_000, total: 1_000_000, unit: "rows", elapsedSeconds: 2
    )
    .draw(into: &canvas, in: bounds.line(0))
    ProgressLine("Linking", done: 9000, total: nil, unit: "people", elapsedSeconds: 1.4)
      .draw(into: &canvas, in: bounds.line(1))
    ProgressLine("Checking", done: 0, total: 0, unit: "files", elapsedSeconds: 0)
      .draw(into: &canvas, in: bounds.line(2))
  }

  static func bars(_ canvas: inout Canvas) {
    let bounds = canvas.bounds
    for (row, share) in ([0, 0.001, 0.33, 0.5, 1, 7, nil] as [Double?]).enumerated() {
      canvas.bar(share, in: bounds.line(row), hasTrack: row == 2, isHatched: row == 3)
    }
    canvas.stackedBar(
      [BarPart(0.5, label: "email"), BarPart(0.3, label: "search"), BarPart(0.01), BarPart(0)],
      in: bounds.line(7))
    canvas.intervalBar(low: 2, value: 5, high: 9, scale: 10, in: bounds.line(8))
    canvas.intervalBar(low: nil, value: 5, high: 9, scale: 10, in: bounds.line(9))
    canvas.sparkline([0, 1, 2, nil, 4, 8, 16], in: bounds.line(10), isLastPartial: true)
    canvas.sparkline((0..<200).map { Double($0) }, in: bounds.line(11))
  }

  static func lineChart(_ canvas: inout Canvas) {
    let first: [Double?] = [120, 180, nil, 260, 240, 310, 405, 380]
    let second: [Double?] = [20, 40, 80, 60, 90, 110, 100, 95]
    LineChart(
      [ChartSeries("members", first), ChartSeries("reachable", second)],
      labels: (1...8).map { "\($0) Nov" }, isLastPartial: true
    ).draw(into: &canvas, in: canvas.bounds)
  }

  static func columnChart(_ canvas: inout Canvas) {
    ColumnChart(
      [1200, 3400, 0, nil, 2800, 900], labels: ["Mo", "Tu", "We", "Th", "Fr", "Sa"],
      isLastPartial: true
    ).draw(into: &canvas, in: canvas.bounds)
  }
}
