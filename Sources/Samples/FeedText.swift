internal import Basis

/// What is wrong with a row on purpose.
package enum Dirt: String, Sendable, CaseIterable {
  case duplicate, late, malformed, ragged
  case brokenDate = "broken_date"
  case botEvent = "bot_event"
  case testAccount = "test_account"
  case emptyIdentifier = "empty_identifier"
  case sharedDevice = "shared_device"
  case typo
  case skewedClock = "skewed_clock"
}

/// One feed in the making: its rows, and what is wrong with them.
struct FeedText {
  let name: String
  let shape: Shape
  var text = RowText()
  private(set) var rows = 0
  private(set) var dirt = [Int](repeating: 0, count: Dirt.allCases.count)
  private var rowStart = 0

  enum Shape { case table(delimiter: UInt8), lines }

  init(_ name: String, _ shape: Shape) {
    (self.name, self.shape) = (name, shape)
  }

  func count(of kind: Dirt) -> Int { dirt[Self.index(kind)] }
  mutating func note(_ kind: Dirt) { dirt[Self.index(kind)] += 1 }

  private static func index(_ kind: Dirt) -> Int { Dirt.allCases.firstIndex(of: kind) ?? 0 }

  /// Writes a line that is not a row: a header, a preamble.
  mutating func header(_ line: String) {
    text.append(line)
    text.append(byte: 10)
    rowStart = text.count
  }

  /// Ends the row written since the last one; now and then it is spoilt, or comes twice.
  mutating func endRow(_ random: inout Seeded) {
    let draw = random.below(10_000)
    if draw < 8 { spoil() }
    text.append(byte: 10)
    rows += 1
    if draw >= 9_960 {
      text.append(text.bytes[rowStart...])
      rows += 1
      note(.duplicate)
    }
    rowStart = text.count
  }

  /// Ends the row as it is.
  mutating func endCleanRow() {
    text.append(byte: 10)
    rows += 1
    rowStart = text.count
  }

  /// The row written last, without its line feed, if nothing was drained since.
  func row(from start: Int) -> ArraySlice<UInt8> { text.bytes[start..<(text.count - 1)] }

  private mutating func spoil() {
    switch shape {
    case .table(let delimiter):
      let row = text.bytes[rowStart...]
      guard let last = row.lastIndex(of: delimiter) else { return }
      text.removeLast(text.count - last)
      note(.ragged)
    case .lines:
      text.removeLast((text.count - rowStart) / 2)
      note(.malformed)
    }
  }

  /// Forgets what was written to the file.
  mutating func drained() {
    text.removeAll()
    rowStart = 0
  }
}
