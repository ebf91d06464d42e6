internal import Basis

/// What the columns of ad servers' logs mean: CM360's Data Transfer and Google Ad Manager's.
package enum AdLogSpec {
  /// A column of a log and the field it becomes.
  private struct LogField {
    let name: String
    let columns: [String]
    var type = ValueType.text
    var map: [String: String] = [:]
    var split: String?
    var isMicros = false
    var meaning: String?
  }

  private static let devices = [
    "0": "desktop", "1": "other", "2": "phone", "3": "tablet", "4": "tv",
  ]

  private static let transferFields = [
    LogField(name: "advertiser", columns: ["Advertiser ID"]),
    LogField(name: "campaign", columns: ["Campaign ID"]),
    LogField(name: "placement", columns: ["Placement ID"]),
    LogField(name: "creative", columns: ["Rendering ID"]),
    LogField(name: "site", columns: ["Site ID (CM360)", "Site ID (DCM)"]),
    LogField(name: "country", columns: ["Country Code"]),
    LogField(
      name: "device", columns: ["DV360 Device Type", "DBM Device Type", "Device Type"], map: devices
    ),
    LogField(name: "conversion_type", columns: ["Event Sub-Type"]),
    LogField(name: "activity", columns: ["Activity ID"]),
    LogField(name: "order_id", columns: ["ORD Value"]),
    LogField(name: "revenue", columns: ["Total Revenue"], type: .money),
    LogField(name: "line_item", columns: ["DV360 Line Item ID", "DBM Line Item ID"]),
    LogField(
      name: "media_cost",
      columns: ["DV360 Media Cost (USD)", "DBM Media Cost (USD)", "Media Cost (USD)"],
      type: .money, isMicros: true),
  ]

  private static let managerFields = [
    LogField(name: "advertiser", columns: ["AdvertiserId"]),
    LogField(name: "campaign", columns: ["OrderId"]),
    LogField(name: "line_item", columns: ["LineItemId"]),
    LogField(name: "creative", columns: ["CreativeId"]),
    LogField(name: "placement", columns: ["AdUnitId"]),
    LogField(name: "country", columns: ["Country"], meaning: "country"),
    LogField(name: "city", columns: ["City"]),
    LogField(name: "device", columns: ["DeviceCategory"]),
    LogField(name: "key_values", columns: ["CustomTargeting"], type: .list, split: ";"),
  ]

  static let transferEvents = [
    "VIEW": "ad_impression", "CLICK": "ad_click", "CONVERSION": "ad_conversion",
  ]

  /// What a log of Ad Manager holds is told by its file's name alone.
  private static let managerEvents = [
    ("videoconversion", "ad_video"), ("richmediaconversion", "ad_interaction"),
    ("activeview", "ad_view"), ("click", "ad_click"), ("codeserve", "ad_code_serve"),
    ("request", "ad_request"),
  ]

  /// Adds what the columns of CM360's Data Transfer mean.
  package static func completeTransfer(_ mapping: inout Mapping, _ columns: [String]) {
    let finder = ColumnFinder(columns)
    if mapping.row.time == nil, let time = finder.first(["Event Time"]) {
      mapping.row.time = TimeRule(input: Input(column: time))
    }
    if mapping.row.event == nil, let type = finder.first(["Event Type"]) {
      var event = Input(column: type)
      event.map = transferEvents
      mapping.row.event = event
    }
    // A user id of 0 is somebody whose id was taken out; the list of bad identifiers knows it.
    add([("cookie", ["User ID"])], to: &mapping, finder)
    add(transferFields, to: &mapping, finder)
  }

  /// Adds what the columns of Ad Manager's Data Transfer mean.
  package static func completeManager(
    _ mapping: inout Mapping, _ columns: [String], file: String
  ) {
    let finder = ColumnFinder(columns)
    if mapping.row.time == nil {
      if let time = finder.first(["TimeUsec2", "TimeUsec"]) {
        mapping.row.time = TimeRule(input: Input(column: time))
      } else if let time = finder.first(["Time"]) {
        mapping.row.time = TimeRule(input: Input(column: time), format: "yyyy-MM-dd-HH:mm:ss")
      }
    }
    if mapping.row.event == nil {
      var event = Input()
      event.constant = managerEvent(file)
      mapping.row.event = event
    }
    if mapping.row.key == .wholeRow, let id = finder.first(["ImpressionId"]) {
      let part = finder.first(["KeyPart"]).map { [$0] } ?? []
      if event(of: mapping) == "ad_impression" { mapping.row.key = .columns([id] + part) }
    }
    add([("ppid", ["PublisherProvidedID"]), ("cookie", ["UserId"])], to: &mapping, finder)
    add(managerFields, to: &mapping, finder)
  }

  private static func event(of mapping: Mapping) -> String? { mapping.row.event?.constant }

  /// The event that a file's name tells, such as `NetworkBackfillClicks_20260801.gz`.
  package static func managerEvent(_ file: String) -> String {
    let name = file.lowercased()
    return managerEvents.first { name.contains($0.0) }?.1 ?? "ad_impression"
  }

  private static func add(
    _ identifiers: [(String, [String])], to mapping: inout Mapping, _ finder: ColumnFinder
  ) {
    guard mapping.identifiers.isEmpty else { return }
    mapping.identifiers = identifiers.compactMap { namespace, names in
      finder.first(names).map { IdentifierRule(namespace: namespace, input: Input(column: $0)) }
    }
  }

  private static func add(
    _ fields: [LogField], to mapping: inout Mapping, _ finder: ColumnFinder
  ) {
    guard mapping.fields.isEmpty else { return }
    for field in fields {
      guard let column = finder.first(field.columns) else { continue }
      var input = Input(column: column)
      input.map = field.map
      input.split = field.split
      var rule = ValueRule(name: field.name, input: input, type: field.type)
      rule.isMicros = field.isMicros
      rule.meaning = field.meaning
      if field.type == .money, column.contains("(USD)") { rule.currency = Currency("USD") }
      mapping.fields.append(rule)
    }
  }
}
