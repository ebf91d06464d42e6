package import Basis
package import Columns
package import Requests

/// Which types of events are impressions, clicks and conversions.
package struct AdvertisingEvents: Sendable, Equatable {
  package var impressions: [String]
  package var clicks: [String]
  /// In this order an order that two types report counts once, for the first.
  package var conversions: [String]

  /// `--impression`, `--click` and `--conversion`.
  package static let parameters: [ReportKind.Parameter] = [
    ReportKind.Parameter(
      name: "impression", placeholder: "EVENT,…", about: "the events that are impressions"),
    ReportKind.Parameter(
      name: "click", placeholder: "EVENT,…", about: "the events that are clicks"),
    conversion,
  ]

  package static let conversion = ReportKind.Parameter(
    name: "conversion", placeholder: "EVENT,…",
    about: "the events that are conversions; an order told by several counts for the first")

  private static let usualImpressions = ["ad_impression", "impression"]
  private static let usualClicks = ["ad_click", "click"]
  private static let usualConversions = ["ad_conversion", "conversion", "purchase", "order"]
  private static let usualResponses = ["purchase", "store_purchase", "order", "conversion"]

  /// What the settings say, and of the usual names those that the data knows.
  package init(_ settings: ReportSettings, _ vocabulary: Vocabulary) throws(Fault) {
    impressions = try Self.types("impression", Self.usualImpressions, settings, vocabulary)
    clicks = try Self.types("click", Self.usualClicks, settings, vocabulary)
    conversions = try Self.types("conversion", Self.usualConversions, settings, vocabulary)
  }

  /// What people do of themselves when an advertisement has worked: what the settings say, or orders.
  package static func responses(
    _ settings: ReportSettings, _ vocabulary: Vocabulary
  ) throws(Fault) -> [String] {
    try types("conversion", usualResponses, settings, vocabulary)
  }

  private static func types(
    _ parameter: String, _ usual: [String], _ settings: ReportSettings, _ vocabulary: Vocabulary
  ) throws(Fault) -> [String] {
    let named = settings.list(parameter)
    guard !named.isEmpty else { return usual.filter { vocabulary.events[$0] != nil } }
    for name in named where vocabulary.events[name] == nil {
      let known = vocabulary.events.keys.sorted()
      throw Fault(
        .badReport, "--\(parameter)", reason: "no source has sent an event “\(name)”",
        remedy: NearestName.remedy(for: name, among: known))
    }
    return named
  }
}
