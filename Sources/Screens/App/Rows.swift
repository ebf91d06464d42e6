internal import Basis
internal import Cells
internal import Requests

extension AppState {
  /// How many rows a list shows, narrowed as it is.
  func rowCount(_ panel: Panel) -> Int {
    switch panel {
    case .tree: segments.builder.rows.count
    default: order(panel).count
    }
  }

  /// The numbers of a list's rows that are shown, in their order.
  func order(_ panel: Panel) -> [Int] {
    guard panel.isList, panel != .tree else { return [] }
    return panel.isReport
      ? reportOrder(panel) : table(of: panel)?.order(list(panel)) ?? []
  }

  /// The row of `rows` that is selected in a list; nil when it shows none.
  func selected<Row>(_ panel: Panel, of rows: [Row]?) -> Row? {
    let order = order(panel)
    let selection = list(panel).selection
    guard let rows, order.indices.contains(selection) else { return nil }
    return rows[order[selection]]
  }

  /// How many columns a list can be sorted by.
  func sortKeyCount(_ panel: Panel) -> Int {
    switch panel {
    case .tree: 0
    case _ where panel.isReport: reportTable(panel)?.columns.count ?? 0
    default: panel.isList ? table(of: panel)?.sortableCount ?? 0 : 0
    }
  }

  /// Takes new rows of a list and stays on the one that is selected, wherever it stands now.
  mutating func keepPlace<Row, ID: Hashable>(
    in panel: Panel, rows: (AppState) -> [Row]?, by id: (Row) -> ID,
    _ take: (inout AppState) -> Void
  ) {
    let before = selected(panel, of: rows(self)).map(id)
    take(&self)
    guard let before, let after = rows(self) else { return }
    if let place = order(panel).firstIndex(where: { id(after[$0]) == before }) {
      lists[panel, default: ListState()].selection = place
    }
  }
}
