internal import Basis
internal import Columns

/// Numbers for the groups that several dimensions make together.
///
/// Few combinations get a number each, whether they occur or not. Where there would be too many,
/// only those that occur are numbered, at the cost of looking up every row.
struct GroupSpace: Sendable {
  let axes: [GroupAxis]
  let count: Int
  private let strides: [Int]
  /// The codes of each numbered combination, where only those that occur have numbers.
  private let combinations: [[UInt32]]?
  private let numbers: [[UInt32]: UInt32]
  private let folded: [GroupAxis.Source]

  /// The most combinations that are numbered without looking.
  private static let most = 1 << 18

  init(_ axes: [GroupAxis], over tables: [EventTable], seconds: Range<UInt32>) {
    self.axes = axes
    var strides: [Int] = []
    var size = 1
    var isTooLarge = false
    for axis in axes {
      strides.append(size)
      let (product, overflows) = size.multipliedReportingOverflow(by: axis.count)
      isTooLarge = isTooLarge || overflows || product > Self.most
      size = overflows ? size : product
    }
    self.strides = strides
    guard isTooLarge else {
      (count, combinations, numbers, folded) = (size, nil, [:], [])
      return
    }
    var numbers: [[UInt32]: UInt32] = [:]
    var found: [[UInt32]] = []
    func number(_ codes: [UInt32]) -> UInt32 {
      if let number = numbers[codes] { return number }
      let number = UInt32(found.count)
      numbers[codes] = number
      found.append(codes)
      return number
    }
    _ = number([UInt32](repeating: 0, count: axes.count))
    folded = tables.indices.map { table in
      .rows(
        Self.rowCodes(axes.map { $0.sources[table] }, tables[table], seconds, number), map: [])
    }
    (count, combinations, self.numbers) = (found.count, found, numbers)
  }

  /// The parts of a pass over the table of a place in the list.
  func parts(of table: Int) -> [GroupScan.Part] {
    if combinations != nil { return [GroupScan.Part(source: folded[table], stride: 1)] }
    return zip(axes, strides).map {
      GroupScan.Part(source: $0.sources[table], stride: UInt32($1))
    }
  }

  /// The codes of a group, one an axis.
  func codes(of group: Int) -> [UInt32] {
    if let combinations { return combinations[group] }
    return zip(axes, strides).map { UInt32(group / $1 % $0.count) }
  }

  /// The group with these codes; nil where only those that occur have numbers and this does not.
  func group(_ codes: [UInt32]) -> Int? {
    if combinations != nil { return numbers[codes].map { Int($0) } }
    return zip(codes, strides).reduce(0) { $0 + Int($1.0) * $1.1 }
  }

  private static func rowCodes(
    _ sources: [GroupAxis.Source], _ table: EventTable, _ seconds: Range<UInt32>,
    _ number: ([UInt32]) -> UInt32
  ) -> [UInt32] {
    var codes = [UInt32](repeating: 0, count: table.rowCount)
    for unit in 0..<(table.starts.count - 1) {
      for row in Int(table.starts[unit])..<Int(table.starts[unit + 1])
      where seconds.contains(table.times[row]) {
        codes[row] = number(sources.map { $0.code(row: row, unit: unit, time: table.times[row]) })
      }
    }
    return codes
  }
}

extension GroupAxis.Source {
  /// The code of one row.
  func code(row: Int, unit: Int, time: UInt32) -> UInt32 {
    switch self {
    case .constant(let code): code
    case .rows(let codes, let map): map.isEmpty ? codes[row] : map[Int(codes[row])]
    case .units(let codes, let map): map.isEmpty ? codes[unit] : map[Int(codes[unit])]
    case .steps(let steps): steps.code(of: time)
    }
  }
}
