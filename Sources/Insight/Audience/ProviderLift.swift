internal import Basis
internal import Columns
internal import Requests
internal import Segments

/// Whether the people of whom a provider says something convert better than everyone else.
struct ProviderLift {
  private let response: ResponseColumns
  private let everyone: DenseSet
  private let context: ReportContext
  /// Values of fewer people tell nothing.
  private static let fewest = 30

  init(_ response: ResponseColumns, _ everyone: DenseSet, _ context: ReportContext) {
    (self.response, self.everyone, self.context) = (response, everyone, context)
  }

  /// Rate, lift and p of some people against everyone else.
  func cells(of people: DenseSet) -> [ReportTable.Cell] {
    let comparison = compared(people)
    return [
      .ratio(people.intersectionCount(response.converters), people.count),
      .optional(comparison?.lift), .optional(comparison?.p),
    ]
  }

  /// The values of a provider's attributes whose people convert best, below its own row.
  func rows(of source: SourceFacts, top: Int, width: Int) throws(Fault) -> [ReportTable.Row] {
    var found: [(name: String, value: String, people: DenseSet, lift: Double)] = []
    for name in source.attributes where top > 0 {
      guard let column = try context.data.attribute(name, from: source.name)?.column else {
        continue
      }
      for (value, people) in Self.groups(column, bound: context.unitCount) {
        let own = people.intersection(everyone)
        guard own.count >= Self.fewest, let comparison = compared(own),
          let lift = comparison.lift, comparison.isSignificant, lift > 0
        else { continue }
        found.append((name, value, own, lift))
      }
    }
    let best = found.sorted { ($1.lift, $0.name, $0.value) < ($0.lift, $1.name, $1.value) }
    return best.prefix(top).map { entry in
      var cells = [ReportTable.Cell](repeating: .unknown, count: width)
      cells[0] = .text("\(entry.name) = \(entry.value)")
      (cells[1], cells[6]) = (.text(""), .text(""))
      cells[2] = .integer(entry.people.count)
      cells.replaceSubrange(12..<15, with: self.cells(of: entry.people))
      return ReportTable.Row(cells, depth: 1)
    }
  }

  private func compared(_ people: DenseSet) -> Statistics.Comparison? {
    let others = everyone.subtracting(people)
    return Statistics.compared(
      people.intersectionCount(response.converters), of: people.count,
      with: others.intersectionCount(response.converters), of: others.count)
  }

  /// The units of each value of a column of texts or lists.
  private static func groups(_ column: Column, bound: Int) -> [(value: String, people: DenseSet)] {
    let dictionary: TextDictionary
    var members: [[UInt32]]
    switch column {
    case .text(let text):
      dictionary = text.dictionary
      members = Array(repeating: [], count: dictionary.texts.count + 1)
      for (unit, code) in text.codes.enumerated() where code != 0 {
        members[Int(code)].append(UInt32(unit))
      }
    case .list(let list):
      dictionary = list.dictionary
      members = Array(repeating: [], count: dictionary.texts.count + 1)
      for unit in 0..<max(0, list.starts.count - 1) {
        for code in list.codes[Int(list.starts[unit])..<Int(list.starts[unit + 1])] {
          members[Int(code)].append(UInt32(unit))
        }
      }
    case .whole, .real: return []
    }
    return members.enumerated().compactMap { code, units in
      dictionary[UInt32(code)].map { ($0, DenseSet(UnitSet(units), bound: bound)) }
    }
  }
}
