/// The mappings that bring lists, consent and costs in.
extension MappingTexts {
  static let crm = """
    # CRM export: German column names, decimal commas, dates as Germans write them.
    [feed]
    format = "csv"
    delimiter = ";"
    time_zone = "Europe/Berlin"
    default_region = "DE"

    [row]
    kinds = ["profile", "consent"]
    time = { column = "Geändert am", format = "dd.MM.yyyy HH:mm:ss", time_zone = "Europe/Berlin" }

    [[identifier]]
    namespace = "user_id"
    column = "Kundennummer"

    [[identifier]]
    namespace = "email"
    column = "E-Mail"

    [[identifier]]
    namespace = "phone"
    column = "Telefon"
    default_region = "DE"

    [[identifier]]
    namespace = "loyalty_id"
    column = "Kundenkarte"

    [[attribute]]
    name = "first_name"
    column = "Vorname"
    priority = 20
    personal = true

    [[attribute]]
    name = "last_name"
    column = "Nachname"
    priority = 20
    personal = true

    [[attribute]]
    name = "birth_date"
    column = "Geburtsdatum"
    type = "date"
    format = "dd.MM.yyyy"
    personal = true

    [[attribute]]
    name = "country"
    column = "Land"
    map = { \(countries) }
    priority = 20

    [[attribute]]
    name = "postcode"
    column = "PLZ"
    personal = true

    [[attribute]]
    name = "city"
    column = "Stadt"

    [[attribute]]
    name = "address"
    columns = ["Straße", "PLZ", "Stadt"]
    join = ", "
    personal = true

    [[attribute]]
    name = "newsletter"
    column = "Newsletter"
    type = "boolean"
    map = { ja = "true", nein = "false" }

    [[attribute]]
    name = "ltv"
    column = "Kundenwert"
    type = "money"
    decimal = ","
    currency = "EUR"

    [[attribute]]
    name = "plan"
    column = "Kundenstufe"
    map = { Basis = "basic", Plus = "plus", Pro = "pro" }

    [[attribute]]
    name = "loyalty_tier"
    column = "Kundenstufe"
    map = { Basis = "green", Plus = "silver", Pro = "gold" }

    [[attribute]]
    name = "signup_date"
    column = "Anlagedatum"
    type = "date"
    format = "dd.MM.yyyy"

    [[consent]]
    purpose = "email"
    column = "Newsletter"
    granted = ["ja"]
    denied = ["nein"]

    """

  private static var countries: String {
    Market.allCases.map { "\"\($0.germanName)\" = \"\($0.code)\"" }.joined(separator: ", ")
  }

  static let consentTCF = """
    # Consent dialogue: TC strings by browser. Vendor 755 is the one that serves our advertisements.
    [feed]
    format = "json_lines"

    [row]
    kind = "consent"
    time = { column = "time" }

    [[identifier]]
    namespace = "anonymous_id"
    column = "anonymous_id"

    [[identifier]]
    namespace = "cookie"
    column = "cookie"

    [[attribute]]
    name = "country"
    column = "country"
    priority = 5

    [[consent]]
    signal = "tcf"
    column = "tc_string"

    [consent_map]
    storage = "tcf:1"
    ads = "tcf:1,2,7 vendor:755"
    personalised_ads = "tcf:1,3,4 vendor:755"
    analytics = "tcf:1,8,9"

    """

  static let consentMode = """
    # Tag manager: Consent Mode flags by browser, and the browser's own refusal of sharing.
    [feed]
    format = "csv"
    delimiter = ","

    [row]
    kind = "consent"
    time = { column = "timestamp" }

    [[identifier]]
    namespace = "anonymous_id"
    column = "anonymous_id"

    [[attribute]]
    name = "country"
    column = "country"
    priority = 5

    [[consent]]
    signal = "consent_mode_gcs"
    column = "gcs"

    [[consent]]
    signal = "consent_mode_gcd"
    column = "gcd"

    [[consent]]
    signal = "gpc"
    column = "sec_gpc"

    [consent_map]
    storage = "gcs:analytics_storage"
    analytics = "gcs:analytics_storage"
    ads = "gcs:ad_storage"
    personalised_ads = "gcd:ad_user_data,ad_personalization"
    sharing = "gpc"

    """

  static let partner = """
    # A partner's list: people by the hash of their address, and what they care for.
    [feed]
    format = "csv"
    delimiter = ","

    [row]
    kinds = ["profile", "consent"]
    time = { column = "since", format = "yyyy-MM-dd" }

    [[identifier]]
    namespace = "email_sha256"
    column = "email_sha256"

    [[attribute]]
    name = "partner_interest"
    column = "interest"
    map = { bbq = "barbecue", garden = "gardening", interior = "decoration" }

    [[attribute]]
    name = "partner_since"
    column = "since"
    type = "date"
    format = "yyyy-MM-dd"

    [[consent]]
    purpose = "sharing"
    column = "share_ok"
    granted = ["yes"]
    denied = ["no"]

    """

  static let alpha = provider("Alpha", "accurate and dear", identifiers: ["cookie"], priority: 10)
  static let beta = provider(
    "Beta", "cheap, stale and often wrong", identifiers: ["cookie", "gaid"], priority: 1)

  private static func provider(
    _ name: String, _ worth: String, identifiers: [String], priority: Int
  ) -> String {
    let entries = identifiers.map {
      "[[identifier]]\nnamespace = \"\($0)\"\ncolumn = \"\($0)\"\n"
    }
    return """
      # \(name): bought segments, \(worth).
      [feed]
      format = "csv"
      delimiter = ","

      [row]
      kind = "profile"
      time = { column = "observed_on", format = "yyyy-MM-dd" }

      \(entries.joined(separator: "\n"))
      [[attribute]]
      name = "age_band"
      column = "age_band"
      priority = \(priority)

      [[attribute]]
      name = "income_band"
      column = "income_band"
      priority = \(priority)

      [[attribute]]
      name = "interests"
      column = "interests"
      type = "list"
      split = "|"
      priority = \(priority)

      """
  }

  static let googleAds = """
    # Google Ads: two lines before the header, thousands separators, a total at the end.
    [feed]
    format = "google_ads"

    [row]
    kind = "cost"
    key = ["Day", "Campaign"]
    skip_when = { column = "Day", equals = ["Total: Account"] }

    [cost]
    day = "Day"
    campaign = "Campaign"
    channel = "Network"
    impressions = "Impr."
    clicks = "Clicks"
    cost = "Cost"
    currency = "Currency code"

    """

  static let metaAds = """
    # Meta Ads: a row for each campaign and day.
    [feed]
    format = "meta_ads"

    [row]
    kind = "cost"
    key = ["Day", "Campaign name"]

    [cost]
    day = "Day"
    campaign = "Campaign name"
    channel = "Platform"
    impressions = "Impressions"
    clicks = "Link clicks"
    cost = "Amount spent (EUR)"
    currency = "Currency"

    """
}
