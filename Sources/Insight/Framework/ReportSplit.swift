internal import Basis
internal import Requests

/// Puts the tables of one report for several groups of people below one another.
struct ReportSplit {
  private let name: String
  private let groups: PeopleGroups
  private var tables: [(cell: ReportTable.Cell, table: ReportTable)] = []

  /// More lines than these cannot be told apart in one chart.
  private static let mostSeries = 5

  init(_ name: String, _ groups: PeopleGroups) { (self.name, self.groups) = (name, groups) }

  /// Adds the report for the people of the next group.
  mutating func add(_ table: ReportTable) {
    tables.append((groups.groups[tables.count].cell, table))
  }

  /// All tables as one; nil where no group has anybody.
  var table: ReportTable? {
    guard var whole = tables.first?.table else { return nil }
    let title = name.prefix(1).uppercased() + name.dropFirst()
    whole.columns.insert(ReportTable.Column(title, kind: .text), at: 0)
    whole.rows = tables.flatMap { group in
      group.table.rows.map { row in
        var row = row
        row.cells.insert(group.cell, at: 0)
        row.cellSegments = Dictionary(
          uniqueKeysWithValues: row.cellSegments.map { ($0.key + 1, $0.value) })
        // A sum of one group is none of the whole table.
        row.isTotal = false
        return row
      }
    }
    let isOneAxis = tables.allSatisfy { $0.table.axis == whole.axis }
    if !isOneAxis { whole.axis = [] }
    whole.series = isOneAxis ? tables.prefix(Self.mostSeries).compactMap { series($0) } : []
    whole.notes = notes
    if groups.all > groups.groups.count {
      whole.notes.append(
        "Of \(groups.all) groups by \(name) these are the \(groups.groups.count) with most people.")
    }
    return whole
  }

  /// What holds for all groups, then what each has of its own.
  private var notes: [String] {
    let shared = (tables.first?.table.notes ?? []).filter { note in
      tables.allSatisfy { $0.table.notes.contains(note) }
    }
    return shared
      + tables.flatMap { group in
        group.table.notes.filter { !shared.contains($0) }.map {
          "\(Self.name(of: group.cell)): \($0)"
        }
      }
  }

  private static func name(of cell: ReportTable.Cell) -> String {
    if case .text(let text) = cell { text } else { "unknown" }
  }

  /// A group's first course, which is the one that matters most.
  private func series(
    _ group: (cell: ReportTable.Cell, table: ReportTable)
  ) -> ReportTable.Series? {
    guard let first = group.table.series.first else { return nil }
    let name = Self.name(of: group.cell)
    let isAlone = group.table.series.count == 1
    return ReportTable.Series(
      name: isAlone ? name : "\(name): \(first.name)", values: first.values)
  }
}
