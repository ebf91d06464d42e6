internal import Columns

/// How many different known values there are.
struct DistinctFold<Keys: RowKeys>: EventFold {
  private let keys: Keys
  private var seen: [Int64] = []

  init(_ keys: Keys) { self.keys = keys }

  @inline(__always)
  mutating func begin() { seen.removeAll(keepingCapacity: true) }

  @inline(__always)
  mutating func take(_ row: Int, _ time: UInt32) { keys.append(row, to: &seen) }

  mutating func figure() -> Double {
    guard seen.count > 1 else { return Double(seen.count) }
    seen.sort()
    var count = 1
    for index in 1..<seen.count where seen[index] != seen[index - 1] { count += 1 }
    return Double(count)
  }
}

/// What tells two known values apart, by row.
protocol RowKeys: Sendable {
  func append(_ row: Int, to seen: inout [Int64])
}

/// The keys of each kind of column.
enum DistinctKeys {
  case codes(CodeKeys)
  case lists(ListKeys)
  case whole(WholeKeys)
  case real(RealKeys)
}

struct CodeKeys: RowKeys {
  let codes: [UInt32]
  /// Codes whose texts fold alike have one class; 0 is the unknown.
  let classes: [UInt32]

  @inline(__always)
  func append(_ row: Int, to seen: inout [Int64]) {
    let code = classes[Int(codes[row])]
    if code != 0 { seen.append(Int64(code)) }
  }
}

struct ListKeys: RowKeys {
  let starts: [UInt32]
  let codes: [UInt32]
  let classes: [UInt32]

  @inline(__always)
  func append(_ row: Int, to seen: inout [Int64]) {
    for index in Int(starts[row])..<Int(starts[row + 1]) {
      seen.append(Int64(classes[Int(codes[index])]))
    }
  }
}

struct WholeKeys: RowKeys {
  let values: [Int64]

  @inline(__always)
  func append(_ row: Int, to seen: inout [Int64]) {
    if values[row] != WholeColumn.unknown { seen.append(values[row]) }
  }
}

struct RealKeys: RowKeys {
  let values: [Double]

  @inline(__always)
  func append(_ row: Int, to seen: inout [Int64]) {
    // Adding zero makes one zero of the two.
    if !values[row].isNaN { seen.append(Int64(bitPattern: (values[row] + 0.0).bitPattern)) }
  }
}
