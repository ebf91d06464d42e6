internal import Cells

/// Where one stands in a list, and how it is narrowed and ordered.
package struct ListState: Hashable, Sendable {
  package struct Sort: Hashable, Sendable {
    package var column: Int
    package var isDescending: Bool
    package init(column: Int, isDescending: Bool) {
      (self.column, self.isDescending) = (column, isDescending)
    }
  }

  package var selection = 0
  package var first = 0
  package var filter = ""
  package var sort: Sort?
  /// The column of the cell that is selected; nil where the whole row is.
  package var column: Int?

  /// True while it waits for the rows in which its place was.
  private var isRecalled = false

  package init() {}

  init(recalled place: ScreenMemory.Place) {
    (selection, sort, isRecalled) = (place.selection, place.sort, true)
  }

  /// Holds selection and scroll to a list of `count` rows of which `visible` are in sight.
  mutating func settle(count: Int, visible: Int) {
    if isRecalled, count == 0 { return }
    isRecalled = false
    selection = min(max(0, selection), max(0, count - 1))
    first = Scroll.first(selection: selection, count: count, visible: visible, from: first)
  }

  /// Sorts by a column; by the one that sorts already the other way round.
  mutating func sort(by column: Int) {
    let isSecond = sort.map { $0.column == column && !$0.isDescending } ?? false
    sort = Sort(column: column, isDescending: isSecond)
  }

  /// Goes to the next way of sorting: column by column, and after the last to none.
  mutating func sortNext(columns: Int) {
    guard columns > 0 else { return }
    // What was kept may name any column.
    let next = min(sort?.column ?? -1, columns) + 1
    sort = next < columns ? Sort(column: next, isDescending: false) : nil
  }
}

/// Narrows and orders rows: the numbers of those to show, in the order to show them.
enum Listing {
  /// Every word of the filter has to be in the row's text; `!word` must not be.
  static func order<Row>(
    _ rows: [Row], _ list: ListState, text: (Row) -> String,
    keys: [@Sendable (Row) -> SortKey]
  ) -> [Int] {
    var shown = Array(rows.indices)
    let words = list.filter.lowercased().split(separator: " ")
    if !words.isEmpty {
      shown.removeAll { row in
        let text = text(rows[row]).lowercased()
        return !words.allSatisfy { word in
          guard word.first == "!", word.count > 1 else { return word == "!" || text.contains(word) }
          return !text.contains(word.dropFirst())
        }
      }
    }
    guard let sort = list.sort, keys.indices.contains(sort.column) else { return shown }
    let key = keys[sort.column]
    // Equal rows keep their order in both directions.
    return shown.map { (row: $0, key: key(rows[$0])) }.sorted { a, b in
      if a.key == b.key { return a.row < b.row }
      return sort.isDescending ? b.key < a.key : a.key < b.key
    }.map(\.row)
  }
}

/// What a row is ordered by; unknown comes first.
enum SortKey: Comparable {
  case unknown
  case number(Double)
  case text(String)

  static func count(_ value: Int?) -> SortKey { value.map { .number(Double($0)) } ?? .unknown }
  static func name(_ value: String) -> SortKey { .text(value.lowercased()) }
}
