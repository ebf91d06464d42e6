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
      "context.device.advertisingId": "identifier gaid or idfa",
      "context.device.type": "condition", "context.device.adTrackingEnabled": "condition",
    ]
    for field in fieldColumns {
      for column in field.columns where uses[column] == nil { uses[column] = "field \(field.name)" }
    }
    for (name, column, _) in traitColumns {
      uses[column] = uses[column].map { "\($0), \(name)" } ?? "attribute \(name)"
    }
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
    for field in fieldColumns
    where !mapping.fields.contains(where: { $0.name == field.name }) {
      let input =
        field.columns.count == 1
        ? Input(column: field.columns[0]) : Input(firstOf: field.columns)
      var rule = ValueRule(name: field.name, input: input, type: field.type)
      if field.type == .money { rule.currencyColumn = "properties.currency" }
      rule.meaning = field.meaning
      full.fields.append(rule)
    }
    for (name, column, meaning) in traitColumns
    where !mapping.attributes.contains(where: { $0.name == name }) {
      var rule = ValueRule(name: name, input: Input(column: column), type: .text)
      rule.isPersonal = name.hasSuffix("_name")
      rule.meaning = meaning
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

  private struct Field {
    let name: String
    let columns: [String]
    var type = ValueType.text
    var meaning: String?

    init(_ name: String, _ columns: String..., type: ValueType = .text, meaning: String? = nil) {
      (self.name, self.columns, self.type, self.meaning) = (name, columns, type, meaning)
    }
  }

  /// The context and the properties of the specification's page calls and of its e-commerce events.
  ///
  /// Page calls have the page among their own properties. An order without a revenue has its total;
  /// what a list of products comes to is told apart, because carts and views have such lists too.
  private static let fieldColumns = [
    Field("campaign", "context.campaign.name"), Field("utm_source", "context.campaign.source"),
    Field("utm_medium", "context.campaign.medium"),
    Field("url", "context.page.url", "properties.url"),
    Field("path", "context.page.path", "properties.path"),
    Field("referrer", "context.page.referrer", "properties.referrer"),
    Field("category", "properties.category"), Field("product", "properties.product_id"),
    Field("product_name", "properties.name"), Field("brand", "properties.brand"),
    Field("coupon", "properties.coupon"), Field("search", "properties.query"),
    Field("order_id", "properties.order_id"),
    Field("products", "properties.products", type: .list, meaning: ProductList.namesMeaning),
    Field("price", "properties.price", type: .money),
    Field("items", "properties.products", type: .integer, meaning: ProductList.quantityMeaning),
    Field(
      "products_value", "properties.products", type: .money, meaning: ProductList.amountMeaning),
    Field("revenue", "properties.revenue", "properties.total", type: .money),
    Field("shipping", "properties.shipping", type: .money),
    Field("tax", "properties.tax", type: .money),
    Field("discount", "properties.discount", type: .money),
    Field("quantity", "properties.quantity", type: .integer),
    Field("user_agent", "context.userAgent"),
    Field("device", "context.userAgent", meaning: "device"),
  ]

  /// What the calls say of people; the language of a locale, such as `de` of `de-AT`, by itself, too.
  private static let traitColumns: [(name: String, column: String, meaning: String?)] = [
    ("first_name", "traits.firstName", nil), ("last_name", "traits.lastName", nil),
    ("gender", "traits.gender", nil), ("locale", "context.locale", nil),
    ("language", "context.locale", "language"),
  ]
}
