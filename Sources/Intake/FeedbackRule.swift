internal import Basis
internal import Formats

/// What a channel's feedback file says of earlier deliveries: the `[feedback]` of a mapping.
///
/// A row becomes an event named `feedback` with an outcome and the delivery that it is about, so that
/// it can be asked for in segments, comes in once and can be undone like any other event. Rows
/// about nobody in particular say how many of a delivery were uploaded and matched.
struct FeedbackRule {
  static let event = "feedback"

  /// The outcomes that change the next delivery, under the words that channels use for them.
  private static let outcomes: [String: [String]] = [
    "delivered": ["delivered", "delivery", "sent", "ok", "success"],
    "bounced": ["bounced", "bounce", "hard_bounce", "hardbounce", "hard bounce", "undeliverable"],
    "complained": ["complained", "complaint", "spam", "spam_report", "abuse"],
    "unsubscribed": [
      "unsubscribed", "unsubscribe", "unsub", "opt_out", "optout", "opt-out", "opted_out",
    ],
    "matched": ["matched", "match", "found"],
    "unmatched": ["unmatched", "no_match", "not_found", "not found"],
    "converted": ["converted", "conversion", "purchase"],
  ]

  private let fields: [ValueRule]
  private let hasTotals: Bool

  /// Reads the table; a column of outcomes, or one outcome for all rows.
  init?(_ reader: TOMLReader?) {
    guard let reader else { return nil }
    var fields: [ValueRule] = []
    func input(_ key: String) -> Input? {
      guard reader.isTable(key) else { return reader.string(key).map { Input(column: $0) } }
      return reader.table(key).map { table in
        var input = Input()
        if let column = table.string("column") { input.columns = [column] }
        input.constant = table.string("constant")
        input.map = table.texts("map") ?? [:]
        input.mapDefault = table.string("map_default")
        table.refuseOthers()
        return input
      }
    }
    if var outcome = input("outcome") {
      if outcome.map.isEmpty, outcome.constant == nil {
        outcome.letterCase = .lower
        for (name, words) in Self.outcomes { for word in words { outcome.map[word] = name } }
      }
      fields.append(ValueRule(name: "outcome", input: outcome, type: .text))
    }
    for name in ["activation", "destination", "identifier"] {
      if let input = input(name) {
        fields.append(ValueRule(name: name, input: input, type: .text))
      }
    }
    let totals = ["uploaded", "matched"].compactMap { name in
      input(name).map { ValueRule(name: name, input: $0, type: .integer) }
    }
    if totals.count == 1 || fields.first?.name != "outcome" && totals.isEmpty {
      reader.problem(
        "outcome", "feedback needs an outcome, or the numbers uploaded and matched",
        "Name their columns")
    }
    reader.refuseOthers()
    self.fields = fields + totals
    hasTotals = totals.count == 2
  }

  /// Makes the mapping one of events.
  func apply(to mapping: inout Mapping) {
    var event = Input()
    event.constant = Self.event
    mapping.row.event = event
    mapping.row.kinds = mapping.row.kinds.map { $0 == .feedback ? .event : $0 }
    mapping.row.keepsNobody = mapping.row.keepsNobody || hasTotals
    mapping.fields += fields
  }
}
