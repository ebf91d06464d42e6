internal import Basis
internal import Columns
internal import Segments

/// How often each unit saw advertisements in the period, and when first.
struct Exposure: Sendable {
  /// Impressions by unit, 0 for those that `--segment` leaves out.
  let times: [UInt32]
  /// The second of the first impression; the largest number where there is none.
  let first: [UInt32]
  /// How many impressions in the period have no unit.
  let ofNobody: Int

  init(_ context: ReportContext, _ types: [String], campaigns: [String]) throws(Fault) {
    var times = [UInt32](repeating: 0, count: context.unitCount)
    var first = [UInt32](repeating: .max, count: context.unitCount)
    var ofNobody = 0
    let seconds = context.seconds
    for type in types {
      let table = try context.events(type)
      let wanted = Self.codes(of: campaigns, table)
      for unit in 0..<context.unitCount where context.counts(unit) {
        for row in Int(table.starts[unit])..<Int(table.starts[unit + 1])
        where seconds.contains(table.times[row]) && (wanted?.contains(row) ?? true) {
          times[unit] += 1
          first[unit] = min(first[unit], table.times[row])
        }
      }
      guard context.people == nil, let nobody = try context.data.eventsOfNobody(type) else {
        continue
      }
      let known = Self.codes(of: campaigns, nobody)
      ofNobody += nobody.times.indices.count { row in
        seconds.contains(nobody.times[row]) && (known?.contains(row) ?? true)
      }
    }
    (self.times, self.first, self.ofNobody) = (times, first, ofNobody)
  }

  /// How often each exposed unit did one of `types` after its first impression, within the period.
  func response(to types: [String], _ context: ReportContext) throws(Fault) -> Response {
    var times = [UInt32](repeating: 0, count: context.unitCount)
    let seconds = context.seconds
    for type in types {
      let table = try context.events(type)
      for unit in self.times.indices where self.times[unit] > 0 {
        for row in Int(table.starts[unit])..<Int(table.starts[unit + 1])
        where table.times[row] > first[unit] && seconds.contains(table.times[row]) {
          times[unit] += 1
        }
      }
    }
    return Response(times: times)
  }

  struct Response: Sendable { let times: [UInt32] }

  /// The rows of a few campaigns; nil where every row counts.
  private struct Wanted {
    let codes: [UInt32]
    let isWanted: [Bool]
    func contains(_ row: Int) -> Bool { isWanted[Int(codes[row])] }
  }

  private static func codes(of campaigns: [String], _ table: EventTable) -> Wanted? {
    guard !campaigns.isEmpty else { return nil }
    guard case .text(let column)? = table.fields["campaign"] else {
      return Wanted(codes: [UInt32](repeating: 0, count: table.rowCount), isWanted: [false])
    }
    let names = Set(campaigns.map { $0.lowercased() })
    var isWanted = [Bool](repeating: false, count: column.dictionary.texts.count + 1)
    for (index, text) in column.dictionary.texts.enumerated() {
      isWanted[index + 1] = names.contains(text.lowercased())
    }
    return Wanted(codes: column.codes, isWanted: isWanted)
  }
}
