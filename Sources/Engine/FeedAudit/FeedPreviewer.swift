internal import Basis
internal import Columns
internal import Formats
internal import Intake
internal import Requests

/// Takes the first rows of a feed in, as an ingest would, and shows what became of them.
///
/// Nothing is kept. Identifiers and personal values are masked.
struct FeedPreviewer {
  private static let mostRows = 50
  let plan: RowPlan
  let block: Block

  init(plan: RowPlan, block: Block) { (self.plan, self.block) = (plan, block) }

  var preview: FeedPreview {
    var reasons: [String: Int] = [:]
    for reject in block.rejects { reasons[reject.reason.rawValue, default: 0] += 1 }
    let table = table
    return FeedPreview(
      columns: table.columns, rows: table.rows, tried: block.rowCount,
      accepted: block.rowCount - block.rejects.count - block.skipped,
      rejects: reasons.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map {
        .init(reason: $0.key, count: $0.value)
      })
  }

  private var table: (columns: [String], rows: [[String]]) {
    if !block.eventRows.isEmpty { return events }
    if !block.costs.isEmpty { return costs }
    if !block.facts.allSatisfy(\.owners.isEmpty) { return facts }
    return consents
  }

  // MARK: What rows become

  private var events: (columns: [String], rows: [[String]]) {
    let rows = block.eventRows.indices.prefix(Self.mostRows).map { row in
      let owner = Int(block.eventOwners[row])
      let type = Int(block.eventTypes[row])
      return [
        Timestamp(Int64(block.eventTimes[row])).iso8601,
        block.typeTexts[type - 1] ?? "",
        owner == 0 ? "nobody" : identifier(owner - 1),
      ] + block.fields.indices.map { value(block.fields[$0], at: row, plan.fieldTypes[$0]) }
    }
    return (["time", "event", "who"] + plan.fieldNames, rows)
  }

  /// What the rows say of each person, in the order in which they name them.
  private var facts: (columns: [String], rows: [[String]]) {
    var people: [UInt32] = []
    var values: [UInt32: [Int: String]] = [:]
    for (attribute, facts) in block.facts.enumerated() {
      let rule = plan.mapping.attributes.first { $0.name == plan.attributeNames[attribute] }
      for (row, owner) in facts.owners.enumerated() {
        if values[owner] == nil {
          guard people.count < Self.mostRows else { continue }
          people.append(owner)
        }
        let shown = value(facts.column, at: row, plan.attributeTypes[attribute])
        values[owner, default: [:]][attribute] =
          rule?.isPersonal == true ? Mask.masked(shown, namespace: "") : shown
      }
    }
    let rows = people.sorted().map { owner in
      [identifier(Int(owner))] + block.facts.indices.map { values[owner]?[$0] ?? "" }
    }
    return (["who"] + plan.attributeNames, rows)
  }

  private var consents: (columns: [String], rows: [[String]]) {
    let rows = block.consents.prefix(Self.mostRows).map { consent in
      [
        identifier(Int(consent.owner)), Timestamp(Int64(consent.time)).iso8601,
        consent.decisions.map { ($0.isGranted ? "+" : "−") + $0.purpose }.joined(separator: " "),
      ]
    }
    return (["who", "time", "granted + or refused −"], Array(rows))
  }

  private var costs: (columns: [String], rows: [[String]]) {
    let rows = block.costs.prefix(Self.mostRows).map { cost in
      [
        cost.day.iso8601, cost.campaign, cost.channel, "\(cost.impressions)", "\(cost.clicks)",
        Self.amount(cost.cost.minorUnits, places: cost.cost.currency.decimalPlaces) + " "
          + cost.cost.currency.code,
      ]
    }
    return (["day", "campaign", "channel", "impressions", "clicks", "cost"], Array(rows))
  }

  // MARK: Values

  private func identifier(_ index: Int) -> String {
    let known = block.identifiers
    guard index >= 0, index < known.count else { return "" }
    let start = index == 0 ? 0 : Int(known.ends[index - 1])
    let bytes = known.values[start..<Int(known.ends[index])]
    let namespace = plan.namespaces[Int(known.namespaces[index])]
    return namespace + ":"
      + Mask.masked(String(decoding: bytes, as: UTF8.self), namespace: namespace)
  }

  private func value(_ column: LocalColumn, at row: Int, _ type: ValueType) -> String {
    guard row < column.values.count else { return "" }
    func text(_ code: UInt32) -> String { column.texts[Int(code) - 1] ?? "" }
    switch column.values {
    case .codes(let codes): return text(codes[row])
    case .real(let values): return values[row].isNaN ? "" : "\(values[row])"
    case .lists(let starts, let codes):
      return codes[Int(starts[row])..<Int(starts[row + 1])].map(text).joined(separator: ", ")
    case .whole(let values):
      guard values[row] != WholeColumn.unknown else { return "" }
      return whole(values[row], type)
    }
  }

  private static func amount(_ units: Int64, places: Int) -> String {
    guard places > 0 else { return "\(units)" }
    let scale = (0..<places).reduce(UInt64(1)) { scale, _ in scale * 10 }
    let (whole, rest) = units.magnitude.quotientAndRemainder(dividingBy: scale)
    return (units < 0 ? "-" : "") + "\(whole)." + String(rest + scale).dropFirst()
  }

  private func whole(_ value: Int64, _ type: ValueType) -> String {
    switch type {
    case .boolean: value == 0 ? "no" : "yes"
    case .date: CivilDate(daysSinceEpoch: Int(value)).iso8601
    case .time: Timestamp(value).iso8601
    case .money: Self.amount(value, places: 2)
    default: "\(value)"
    }
  }
}
