internal import Basis
internal import Cells
internal import Requests

extension AppState {
  mutating func loadReports() -> [Effect] {
    if let request = reports.request, reports.table.value != nil { return load(request) }
    reports.kinds.asked(at: now)
    return ask(.reports, for: .reports)
  }

  var selectedReport: ReportKind? { selected(.reportKinds, of: reports.kinds.value) }

  /// Goes back to the report that was open in the last session, where there is still one such.
  ///
  /// It keeps its settings as far as the report has these.
  mutating func recallReport() -> [Effect] {
    guard pane == .reports, let recalled = reports.recalled else { return loadReport() }
    reports.recalled = nil
    let kinds = reports.kinds.value ?? []
    guard let row = order(.reportKinds).firstIndex(where: { kinds[$0].name == recalled.name })
    else {
      return loadReport()
    }
    lists[.reportKinds, default: ListState()].selection = row
    let settings = kinds[order(.reportKinds)[row]].parameters.map { parameter in
      recalled.settings.first { $0.name == parameter.name }
        ?? ReportRequest.Setting(parameter.name, parameter.value)
    }
    return load(ReportRequest(name: recalled.name, settings: settings))
  }

  /// Asks for the report under the cursor, unless it is the one that is shown.
  mutating func loadReport() -> [Effect] {
    guard pane == .reports, let kind = selectedReport, reports.request?.name != kind.name else {
      return []
    }
    reports.table.forget()
    for panel in [.reportTable] + Panel.looks { lists[panel] = ListState() }
    let settings = kind.parameters.map { ReportRequest.Setting($0.name, $0.value) }
    return load(ReportRequest(name: kind.name, settings: settings))
  }

  private mutating func load(_ request: ReportRequest) -> [Effect] {
    let further = stopAsides()
    if reports.request != request {
      reports.courses.forget()
      reports.asides = []
    }
    reports.courses.stopped()
    reports.request = request
    reports.table.asked(at: now)
    return cancel(.courses) + further + ask(.report(request), for: .table)
  }

  func reportsReason(_ action: Action) -> String? {
    switch action {
    case .chart:
      return reports.table.value?.series.isEmpty ?? true ? "This report has no chart" : nil
    case .parameters:
      return reports.request?.settings.isEmpty ?? true ? "This report has no settings" : nil
    case .makeSegment:
      if !panes.contains(.segments) { return "Segments are not part of this workspace yet" }
      guard selectedPeople == nil else { return nil }
      if let row = selected(segmentPanel, of: reportTable(segmentPanel)?.rows),
        let reason = row.reasonForNoSegment
      {
        return reason
      }
      return "This \(list(.reportTable).column == nil ? "row" : "cell") does not stand for people"
    case .setBudget:
      return budgetCampaign == nil ? "Choose a campaign's row in the report by campaign" : nil
    default: return nil
    }
  }

  mutating func performReports(_ action: Action) -> [Effect] {
    switch action {
    case .chart:
      reports.showsChart.toggle()
      return []
    case .parameters:
      openSetting(0)
      return []
    case .makeSegment:
      return selectedPeople.map { open(newSegment: $0) } ?? []
    case .nextCell: return moveCell(by: 1)
    case .previousCell: return moveCell(by: -1)
    case .setBudget:
      guard let campaign = budgetCampaign else { return [] }
      return openBudget(of: campaign)
    default: return []
    }
  }

  /// The segment of the people whom the selected row or cell stands for; nil where it has none.
  private var selectedPeople: String? {
    let panel = segmentPanel
    guard let row = selected(panel, of: reportTable(panel)?.rows) else { return nil }
    guard let column = list(panel).column else { return row.segment }
    return row.cellSegments[column]
  }

  /// The table whose selected row is meant.
  private var segmentPanel: Panel { focused.look == nil ? .reportTable : focused }

  /// The columns of the report in which a cell stands for people of its own.
  var cellColumns: [Int] {
    let rows = reports.table.value?.rows ?? []
    return rows.reduce(into: Set<Int>()) { $0.formUnion($1.cellSegments.keys) }.sorted()
  }

  /// Goes from cell to cell; left of the first is the whole row, and beyond that the way back.
  private mutating func moveCell(by step: Int) -> [Effect] {
    let columns = focused == .reportTable && !isChartAlone ? cellColumns : []
    let place = list(.reportTable).column.flatMap { columns.firstIndex(of: $0) } ?? -1
    let next = place + step
    if columns.isEmpty || next < -1 { return perform(step > 0 ? .open : .back) }
    lists[.reportTable, default: ListState()].column =
      next < 0 ? nil : columns[min(next, columns.count - 1)]
    return []
  }

  /// True while the chart has the room of the table.
  var isChartAlone: Bool { reports.showsChart && !(reports.table.value?.series.isEmpty ?? true) }

  /// Asks for the settings of the report one after the other.
  private mutating func openSetting(_ index: Int) {
    guard let request = reports.request, request.settings.indices.contains(index) else { return }
    let setting = request.settings[index]
    let choices = parameter(setting.name)?.choices ?? []
    var prompt = Prompt(
      .setting(report: request.name, name: setting.name), title: "Setting: \(setting.name)",
      about: about(setting.name),
      text: setting.value)
    prompt.offers = choices
    overlay = .prompt(prompt)
  }

  private func parameter(_ name: String) -> ReportKind.Parameter? {
    reports.kinds.value?.first { $0.name == reports.request?.name }?.parameters
      .first { $0.name == name }
  }

  /// What a setting may be, or what it does.
  private func about(_ name: String) -> String {
    guard let parameter = parameter(name) else { return "" }
    return parameter.choices.isEmpty
      ? parameter.about : "One of " + parameter.choices.joined(separator: ", ")
  }

  /// Takes a setting; a changed one is asked for at once, then the next one is offered.
  mutating func set(_ name: String, to value: String) -> [Effect] {
    guard var request = reports.request,
      let index = request.settings.firstIndex(where: { $0.name == name })
    else { return [] }
    let isChanged = request.settings[index].value != value
    request.settings[index].value = value
    if index + 1 < request.settings.count { openSetting(index + 1) }
    if isChanged { return load(request) }
    return []
  }

  /// The rows of the report in their order; totals stay below what they sum.
  func reportOrder(_ panel: Panel) -> [Int] {
    guard let table = reportTable(panel) else { return [] }
    let list = list(panel)
    let keys = table.columns.indices.map { column in
      { @Sendable (row: ReportTable.Row) -> SortKey in
        guard row.cells.indices.contains(column) else { return .unknown }
        switch row.cells[column] {
        case .text(let text): return .name(text)
        case .integer(let number): return .number(Double(number))
        case .number(let number): return .number(number)
        case .range(let low, _): return .number(low)
        case .date(let day): return .number(Double(day.daysSinceEpoch))
        case .unknown, .small: return .unknown
        }
      }
    }
    let order = Listing.order(
      table.rows, list,
      text: { row in
        if case .text(let text)? = row.cells.first { text } else { "" }
      }, keys: keys)
    guard list.sort != nil else { return order }
    return order.filter { !table.rows[$0].isTotal } + order.filter { table.rows[$0].isTotal }
  }
}
