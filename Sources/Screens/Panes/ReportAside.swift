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

extension ReportTable {
  /// True where its series follow something that goes on, such as days; names have no course.
  var hasCourse: Bool { !series.isEmpty && axis.allSatisfy { $0.first?.isNumber ?? false } }
}

extension ReportAside.Part {
  /// The rows of a further look that are drawn, without what sums them up.
  func rows(of table: ReportTable, selected: ReportTable.Row?) -> ReportTable {
    var shown = table
    switch self {
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
        ReportTable.Column("Figure", kind: models.first?.0.kind ?? .count, hasBar: true),
      ]
      shown.rows = models.map { ReportTable.Row([.text($0.0.title), $0.1]) }
    }
    return shown
  }
}
