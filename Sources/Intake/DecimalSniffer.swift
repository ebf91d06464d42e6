internal import Basis
internal import Formats

/// Finds the decimal mark of a feed from the numbers in its beginning.
enum DecimalSniffer {
  /// The mark that the columns show of which a mapping wants numbers; `automatic` where they show
  /// none or both, so that each number decides for itself.
  static func mark(
    of mapping: Mapping, header: [String], head: [UInt8], quote: UInt8?, delimiter: UInt8
  ) -> DecimalMark {
    let places = columns(of: mapping).compactMap { header.firstIndex(of: $0) }
    guard !places.isEmpty else { return .automatic }
    var evidence = DecimalEvidence()
    var scanner = CSVScanner(delimiter: delimiter, quote: quote)
    var fields: [CSVField] = []
    let bytes = head.span
    while case .record = scanner.next(in: bytes, fields: &fields) {
      for place in places where place < fields.count {
        evidence.add(bytes.extracting(Int(fields[place].start)..<Int(fields[place].end)))
      }
    }
    return evidence.mark ?? .automatic
  }

  private static func columns(of mapping: Mapping) -> [String] {
    var columns: [String] = []
    for rule in mapping.fields + mapping.attributes where rule.decimal == nil {
      switch rule.type {
      case .number, .integer, .money: columns += rule.input.columns
      case .text, .boolean, .date, .time, .list: break
      }
    }
    if let cost = mapping.cost, cost.decimal == nil {
      for input in [cost.impressions, cost.clicks, cost.cost] {
        columns += input?.columns ?? []
      }
    }
    return columns
  }
}
