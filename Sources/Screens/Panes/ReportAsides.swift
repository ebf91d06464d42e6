internal import Basis
internal import Cells
internal import Publishing
package import Requests

/// A further look at what a report is about, drawn small below its table where there is room.
///
/// It is the answer of another request, so that a command prints the same figures; or the selected
/// row of the report's own table, turned.
package struct ReportAside: Equatable, Sendable {
  /// Which of its rows are drawn.
  enum Part: Equatable, Sendable {
    case all
    /// All of them, by their figure in the last column.
    case ordered(isAscending: Bool)
    /// Those that begin with the name of the row that is selected in the report.
    case ofSelected
    /// The one that begins with that name, its figures one below the other.
    case turned
  }

  var title: String
  /// Nil for the report's own table.
  var request: ReportRequest?
  var part = Part.all
  /// True where its names are so long that it needs the whole width.
  var isWide = false
  /// True where it stands below those before it, whatever room there is beside them.
  var beginsLine = false
  package var table = Loadable<ReportTable>()
  /// True once it was asked for, whatever came of it.
  var isAsked = false

  /// True where both are the same look at the same figures.
  func isSame(as other: ReportAside) -> Bool {
    (title, request, part) == (other.title, other.request, other.part)
  }

  /// A breakdown by more saved segments than these would take longer than anybody looks at it.
  private static let mostSegments = 100

  /// True where no event tells what it breaks down by, which is not worth the room.
  var isOfNothing: Bool {
    if table.fault?.code == .badReport { return true }
    let rows = table.value?.rows.filter { !$0.isTotal } ?? []
    guard part == .ofSelected, !rows.isEmpty else { return false }
    return rows.allSatisfy { $0.cells.dropFirst().first == .unknown }
  }

  /// The further looks of a report, those that matter most first; `segments` are saved ones.
  static func all(of request: ReportRequest, segments: Int) -> [ReportAside] {
    guard request["split"] == nil else { return [] }
    let by = request["by"] ?? ""
    func told(_ settings: [String: String]) -> ReportRequest {
      request.saying(settings.merging(["compare": ""]) { own, _ in own })
    }
    switch request.name {
    case "campaigns" where ["campaign", "channel", "placement", "creative"].contains(by):
      let others = ["campaign", "channel", "placement", "creative"].filter { $0 != by }
      return (others + (segments <= mostSegments ? ["segment"] : [])).map {
        ReportAside(title: "By \($0)", request: told(["by": "\(by),\($0)"]), part: .ofSelected)
      }
    case "sessions":
      let dimensions = by.split(separator: ",").map(\.trimmed)
      return [
        ("By length", "length"), ("By device", "device"), ("By landing page", "landing_page"),
        ("By channel", "channel"),
      ].filter { !dimensions.contains($0.1) }
        .map { ReportAside(title: $0.0, request: told(["by": $0.1])) }
    case "attribution" where request["show"] != "paths" && request["paths"] == nil:
      let isMoney = request["measure"] == "revenue"
      let (own, other) = isMoney ? ("Revenue", "Conversions") : ("Conversions", "Revenue")
      let (name, field) = by == "campaign" ? ("channel", "channel") : ("campaign", "campaign")
      return [
        ReportAside(title: "\(own) by model", request: nil, part: .turned),
        ReportAside(
          title: "\(other) by model", request: told(["measure": other.lowercased()]), part: .turned),
        ReportAside(title: "By \(name)", request: told(["by": field])),
        ReportAside(
          title: "Paths before conversions", request: told(["show": "paths"]), isWide: true),
      ]
    case "quality" where by == "source":
      let (fields, reasons) = (told(["by": "field"]), told(["by": "reason"]))
      return [
        ReportAside(title: "Fields", request: fields, part: .ofSelected),
        ReportAside(title: "Rejected", request: reasons, part: .ofSelected),
        ReportAside(
          title: "Least filled of all", request: fields, part: .ordered(isAscending: true),
          beginsLine: true),
        ReportAside(
          title: "Most rejected of all", request: reasons, part: .ordered(isAscending: false)),
      ]
    default: return []
    }
  }
}

extension ReportRequest {
  /// What a setting says; nil where it says nothing.
  subscript(_ name: String) -> String? {
    settings.first { $0.name == name }.flatMap { $0.value.isEmpty ? nil : $0.value }
  }

  /// The same request with other settings.
  func saying(_ changes: [String: String]) -> ReportRequest {
    var request = self
    for (name, value) in changes.sorted(by: { $0.key < $1.key }) {
      if let index = settings.firstIndex(where: { $0.name == name }) {
        request.settings[index].value = value
      } else if !value.isEmpty {
        request.settings.append(Setting(name, value))
      }
    }
    return request
  }
}

extension AppState {
  /// The least rows in which a further look says something: its title, its header, a few rows.
  private static let leastAsideRows = 7
  private static let leastAsideColumns = 40

  /// Asks for the next further look that is not known yet; one after the other, so that they never
  /// hold up what somebody waits for.
  mutating func loadAsides() -> [Effect] {
    guard pane == .reports, !reports.courses.isLoading, !reports.table.isLoading,
      !reports.asides.contains(where: \.table.isLoading),
      reports.asides.contains(where: { !$0.isAsked && $0.request != nil }),
      let place = layout.place(of: .reportTable)
    else { return [] }
    let room = asidePlaces(in: asideRoom(in: place.content.size))
    for (index, place) in room.enumerated() where !place.isEmpty {
      let aside = reports.asides[index]
      guard let request = aside.request, !aside.isAsked else { continue }
      reports.asides[index].table.asked(at: now)
      reports.asides[index].isAsked = true
      return ask(.report(request), for: .aside(index))
    }
    return []
  }

  /// Calls off what is asked of further looks.
  mutating func stopAsides() -> [Effect] {
    reports.asides.indices.flatMap { index in
      reports.asides[index].table.stopped()
      return cancel(.aside(index))
    }
  }

  /// Begins the further looks of a table that has arrived; what was known of the same ones stays
  /// until it is known anew.
  mutating func renewAsides() -> [Effect] {
    let effects = stopAsides()
    var renewed =
      reports.table.value.map {
        ReportAside.all(of: $0.request, segments: header.value?.segments ?? 0)
      } ?? []
    for index in renewed.indices {
      guard let old = reports.asides.first(where: { $0.isSame(as: renewed[index]) }) else {
        continue
      }
      renewed[index].table = old.table
    }
    reports.asides = renewed
    reports.hasAskedCourses = false
    return effects
  }

  /// Asks for what there is room for below the report and is not known yet.
  mutating func loadFurther() -> [Effect] {
    guard pane == .reports, !reports.table.isLoading else { return [] }
    return (reports.hasAskedCourses ? [] : loadCourses()) + loadAsides()
  }

  /// What a report's table leaves below it; nothing where it has a chart of its own.
  func belowReport(in size: Size) -> Rect {
    guard let table = reports.table.value, !table.hasCourse else { return Rect(0, 0, 0, 0) }
    return Rect(size).cutTop(rowCount(.reportTable) + 2).rest
  }

  /// The rows that courses take of what lies below a report's table.
  func courseRoom(in size: Size) -> Rect {
    let below = belowReport(in: size)
    guard reports.courses.value != nil, below.rows >= Self.leastChartRows else {
      return below.cutTop(0).top
    }
    let isAlone = reports.asides.isEmpty || below.rows < Self.leastChartRows + Self.leastAsideRows
    return isAlone
      ? below : below.cutTop(max(Self.leastChartRows, below.rows * 3 / 5)).top
  }

  private func asideRoom(in size: Size) -> Rect {
    belowReport(in: size).cutTop(courseRoom(in: size).rows).rest
  }

  /// Where each further look is drawn, line by line as many as fit; empty where there is no room.
  private func asidePlaces(in room: Rect) -> [Rect] {
    var lines: [[Int]] = []
    let across = max(1, (room.columns - 2) / Self.leastAsideColumns)
    for (index, aside) in reports.asides.enumerated() where !aside.isOfNothing {
      let isOpen = lines.last.map { $0.count < across && !reports.asides[$0[0]].isWide } ?? false
      if isOpen, !aside.isWide, !aside.beginsLine {
        lines[lines.count - 1].append(index)
      } else {
        lines.append([index])
      }
    }
    var places = [Rect](repeating: Rect(0, 0, 0, 0), count: reports.asides.count)
    let count = min(lines.count, room.rows / Self.leastAsideRows)
    for (number, line) in lines.prefix(count).enumerated() {
      let (top, end) = (room.rows * number / count, room.rows * (number + 1) / count)
      for (position, index) in line.enumerated() {
        let (left, right) = (
          room.columns * position / line.count, room.columns * (position + 1) / line.count
        )
        places[index] = Rect(room.column + left, room.row + top, right - left, end - top)
      }
    }
    return places
  }

  /// Draws the further looks in what the table and its courses leave.
  func drawAsides(into canvas: inout Canvas) {
    let places = asidePlaces(in: asideRoom(in: canvas.bounds.size))
    for (aside, place) in zip(reports.asides, places) where !place.isEmpty {
      canvas.within(place.inset(left: 0, top: 0, right: 1, bottom: 1)) { draw(aside, into: &$0) }
    }
  }

  private func draw(_ aside: ReportAside, into canvas: inout Canvas) {
    let row = selected(.reportTable, of: reports.table.value?.rows)
    var title = [Run(aside.title, .textStrong)]
    if [.ofSelected, .turned].contains(aside.part), let row {
      title.append(Run(" of " + reportName(of: row), .textMuted))
    }
    canvas.put(title, at: Point(1, 0), maxWidth: canvas.columns - 2)
    let inside = canvas.bounds.cutTop(1).rest
    guard let table = aside.request == nil ? reports.table.value : aside.table.value else {
      // What cannot be told here, such as a field that no event has, says why.
      let text = aside.table.fault.map(\.reason) ?? "…"
      canvas.put(text, row: 1, column: 1, role: .textMuted, maxWidth: canvas.columns - 2)
      return
    }
    let shown = Self.part(aside.part, of: table, selected: row)
    guard !shown.rows.isEmpty else {
      canvas.put("None.", row: 1, column: 1, role: .textMuted)
      return
    }
    let looks = reportRows(of: shown, nameWidth: inside.columns / 3, bars: 4...40)
    canvas.within(inside) { canvas in
      let hidden = shown.rows.count - (canvas.rows - 1)
      let count = hidden > 0 ? max(0, canvas.rows - 2) : shown.rows.count
      Table(looks.columns, count: count, isFocused: false)
        .draw(into: &canvas, in: canvas.bounds) { looks.cells(shown.rows[$0]) }
      guard hidden > 0 else { return }
      canvas.put(
        "\(shown.rows.count - count) more", row: canvas.rows - 1, column: 1, role: .textFaint)
    }
  }

  /// What a row is about, in a word or two.
  func reportName(of row: ReportTable.Row) -> String {
    let names = row.cells.prefix(max(1, reportDimensions.count)).compactMap { cell in
      if case .text(let text) = cell, !text.isEmpty { text } else { nil }
    }.joined(separator: " · ")
    return row.isTotal || names.isEmpty ? "all" : names
  }

  /// The rows of a further look that are drawn, without what sums them up.
  private static func part(
    _ part: ReportAside.Part, of table: ReportTable, selected: ReportTable.Row?
  ) -> ReportTable {
    var shown = table
    switch part {
    case .all: shown.rows = table.rows.filter { !$0.isTotal }
    case .ordered(let isAscending):
      let known = table.rows.filter { !$0.isTotal }.compactMap { row in
        row.cells.last.flatMap { CellText.amount($0) }.map { (row, $0) }
      }
      shown.rows = known.sorted { isAscending ? $0.1 < $1.1 : $0.1 > $1.1 }.map(\.0)
    case .ofSelected:
      shown.rows = table.rows.filter { !$0.isTotal }
      guard let selected, !selected.isTotal else { break }
      shown.rows = shown.rows.filter { $0.cells.first == selected.cells.first }
      shown.columns.removeFirst()
      for index in shown.rows.indices { shown.rows[index].cells.removeFirst() }
    case .turned:
      let row = table.rows.first { $0.cells.first == selected?.cells.first }
      let figures = row.map { Array(zip(table.columns, $0.cells).dropFirst()) } ?? []
      let models = figures.filter { $0.0.kind != .change && $0.0.kind != .share }
      shown.columns = [
        ReportTable.Column("Model", kind: .text),
        ReportTable.Column("", kind: models.first?.0.kind ?? .count, hasBar: true),
      ]
      shown.rows = models.map { ReportTable.Row([.text($0.0.title), $0.1]) }
    }
    return shown
  }
}

extension ReportTable {
  /// True where its series follow something that goes on, such as days; names have no course.
  var hasCourse: Bool { !series.isEmpty && axis.allSatisfy { $0.first?.isNumber ?? false } }
}
