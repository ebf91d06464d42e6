internal import Basis

/// The mapping of the Segment specification, which tracking calls follow without being told.
package enum SegmentSpec {
  /// The words that the calls of the specification have in `type`.
  package static let calls: Set<String> = [
    "track", "identify", "page", "screen", "group", "alias",
  ]

  /// What the specification itself makes of each column.
  package static let uses: [String: String] = {
    var uses = [
      "type": "kind of row", "event": "event", "timestamp": "time", "sentAt": "sent at",
      "receivedAt": "received at", "messageId": "key", "userId": "identifier user_id",
      "anonymousId": "identifier anonymous_id", "traits.email": "identifier email",
      "context.traits.email": "identifier email", "traits.phone": "identifier phone",
      "context.device.advertisingId": "identifier gaid or idfa", "properties.currency": "currency",
      "context.device.type": "condition", "context.device.adTrackingEnabled": "condition",
    ]
    for (name, column, _) in fieldColumns where uses[column] == nil {
      uses[column] = "field \(name)"
    }
    for (name, column) in traitColumns { uses[column] = "attribute \(name)" }
    return uses
  }()

  /// Adds the specification's own columns to what a mapping says; the mapping's come first.
  static func completed(_ mapping: Mapping) -> Mapping {
    var full = mapping
    addRow(&full)
    let namespaces = [
      ("user_id", "userId"), ("anonymous_id", "anonymousId"), ("email", "traits.email"),
      ("email", "context.traits.email"), ("phone", "traits.phone"),
    ]
    // The specification's own come first: what a person did hangs on the log-in, not on a cookie
    // that a family shares.
    let own = namespaces.filter { pair in
      !mapping.identifiers.contains { $0.input.columns == [pair.1] }
    }
    full.identifiers =
      own.map { IdentifierRule(namespace: $0.0, input: Input(column: $0.1)) } + mapping.identifiers
    full.identifiers += advertisingIDs.filter { rule in
      !mapping.identifiers.contains { $0.input.columns == rule.input.columns }
    }
    for (name, column, type) in fieldColumns
    where !mapping.fields.contains(where: { $0.name == name }) {
      var rule = ValueRule(name: name, input: Input(column: column), type: type)
      if type == .money { rule.currencyColumn = "properties.currency" }
      if name == "device" { rule.meaning = "device" }
      full.fields.append(rule)
    }
    for (name, column) in traitColumns
    where !mapping.attributes.contains(where: { $0.name == name }) {
      var rule = ValueRule(name: name, input: Input(column: column), type: .text)
      rule.isPersonal = name.hasSuffix("_name")
      full.attributes.append(rule)
    }
    return full
  }

  private static func addRow(_ mapping: inout Mapping) {
    mapping.row.kindsByColumn = (
      "type",
      [
        "track": [.event, .profile], "page": [.event], "screen": [.event], "identify": [.profile],
        "group": [.profile], "alias": [.profile],
      ]
    )
    if mapping.row.event == nil { mapping.row.event = Input(column: "event") }
    mapping.row.eventsOfKinds = ["page": "page_view", "screen": "screen_view"]
    if mapping.row.time == nil {
      mapping.row.time = TimeRule(input: Input(column: "timestamp"))
      mapping.row.sentAt = Input(column: "sentAt")
      mapping.row.receivedAt = Input(column: "receivedAt")
    }
    if mapping.row.key == .wholeRow { mapping.row.key = .columns(["messageId"]) }
  }

  /// A phone's advertising id counts while its owner lets it; the system says which kind it is.
  private static let advertisingIDs = [
    ("gaid", ["android", "Android"]), ("idfa", ["ios", "iOS"]),
  ]
  .map { namespace, systems in
    var rule = IdentifierRule(
      namespace: namespace, input: Input(column: "context.device.advertisingId"))
    rule.onlyWhen = [
      RowRule.Condition(column: "context.device.type", values: systems),
      RowRule.Condition(column: "context.device.adTrackingEnabled", values: ["true"]),
    ]
    return rule
  }

  private static let fieldColumns: [(String, String, ValueType)] = [
    ("campaign", "context.campaign.name", .text), ("utm_source", "context.campaign.source", .text),
    ("utm_medium", "context.campaign.medium", .text), ("url", "context.page.url", .text),
    ("path", "context.page.path", .text), ("referrer", "context.page.referrer", .text),
    ("category", "properties.category", .text), ("product", "properties.product_id", .text),
    ("product_name", "properties.name", .text), ("order_id", "properties.order_id", .text),
    ("revenue", "properties.revenue", .money), ("quantity", "properties.quantity", .integer),
    ("user_agent", "context.userAgent", .text), ("device", "context.userAgent", .text),
  ]

  private static let traitColumns = [
    ("first_name", "traits.firstName"), ("last_name", "traits.lastName"),
    ("gender", "traits.gender"), ("locale", "context.locale"),
  ]
}
