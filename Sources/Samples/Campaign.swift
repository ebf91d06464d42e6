internal import Basis

/// A campaign of the retailer and how well it really works.
struct Campaign {
  let name: String
  let channel: String
  let source: String
  let medium: String
  /// Visits with this campaign buy so many times as often, in per cent.
  let liftPercent: Int
  let number: Int

  static let all = [
    Campaign(name: "fruehling_rosen", channel: "paid_search", source: "google", medium: "cpc", liftPercent: 180, number: 101),
    Campaign(name: "balkon_wochen", channel: "paid_social", source: "facebook", medium: "paidsocial", liftPercent: 130, number: 102),
    Campaign(name: "rasen_retter", channel: "display", source: "dv360", medium: "display", liftPercent: 100, number: 103),
    Campaign(name: "herbst_pflanzung", channel: "paid_search", source: "bing", medium: "cpc", liftPercent: 150, number: 104),
    Campaign(name: "grill_finale", channel: "display", source: "dv360", medium: "display", liftPercent: 100, number: 105),
    Campaign(name: "newsletter_garten", channel: "email", source: "newsletter", medium: "email", liftPercent: 160, number: 106),
    Campaign(name: "moebel_sale", channel: "paid_social", source: "instagram", medium: "paidsocial", liftPercent: 110, number: 107),
    Campaign(name: "markenfilm", channel: "video", source: "youtube", medium: "video", liftPercent: 100, number: 108),
  ]
}

/// What the retailer sells, by category.
enum Catalogue {
  static let categories = [
    ("rosen", 1_990), ("gemuese", 490), ("rasen", 2_490), ("balkon", 1_490), ("teich", 5_990),
    ("werkzeug", 3_490), ("grill", 14_900), ("moebel", 24_900),
  ]

  /// Cents as `12.90`.
  static func price(_ cents: Int, _ mark: String = ".") -> String {
    "\(cents / 100)\(mark)\(padded(cents % 100, 2))"
  }
}
