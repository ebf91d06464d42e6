/// The mappings of the sample feeds, as an analyst would have written them.
enum SampleMappings {
  static let crm = """
    # The CRM's nightly export: German columns, decimal commas, Windows-1252.
    [feed]
    format = "csv"
    delimiter = ";"
    encoding = "windows-1252"
    time_zone = "Europe/Berlin"
    default_region = "DE"

    [row]
    kinds = ["profile", "consent"]
    time = { column = "Stand", format = "dd.MM.yyyy" }
    key = ["Kundennummer", "Stand"]

    [[identifier]]
    namespace = "crm_id"
    column = "Kundennummer"
    [[identifier]]
    namespace = "email"
    column = "E-Mail"
    [[identifier]]
    namespace = "phone"
    column = "Telefon"
    [[identifier]]
    namespace = "loyalty_id"
    column = "Kundenkarte"

    [[attribute]]
    name = "first_name"
    column = "Vorname"
    personal = true
    [[attribute]]
    name = "last_name"
    column = "Nachname"
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
    map = { Deutschland = "DE", "Österreich" = "AT", Schweiz = "CH", Niederlande = "NL", Frankreich = "FR" }
    priority = 10
    [[attribute]]
    name = "postcode"
    column = "PLZ"
    [[attribute]]
    name = "city"
    column = "Stadt"
    [[attribute]]
    name = "address"
    columns = ["Straße", "PLZ", "Stadt"]
    join = ", "
    personal = true
    [[attribute]]
    name = "plan"
    column = "Kundenstufe"
    [[attribute]]
    name = "ltv"
    column = "Kundenwert"
    type = "money"
    decimal = ","
    currency = "EUR"
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

  static let web = """
    # Tracking calls of the web shop; the specification's own columns need no mapping.
    [feed]
    format = "segment"

    [[identifier]]
    namespace = "cookie"
    column = "context.ad_cookie"

    [[field]]
    name = "channel"
    column = "context.campaign.channel"

    """

  static let app = """
    # Tracking calls of the app.
    [feed]
    format = "segment"

    [[identifier]]
    namespace = "idfa"
    column = "context.device.idfa"
    [[identifier]]
    namespace = "gaid"
    column = "context.device.gaid"

    """

  static let pos = """
    # Receipts of the stores, a line an article.
    [feed]
    format = "csv"
    delimiter = ";"
    time_zone = "Europe/Berlin"

    [row]
    kind = "event"
    event = { constant = "store_purchase" }
    time = { column = "Datum", format = "dd.MM.yyyy HH:mm" }
    key = ["Belegnummer", "Position"]

    [[identifier]]
    namespace = "loyalty_id"
    column = "Kundenkarte"

    [[field]]
    name = "order_id"
    column = "Belegnummer"
    [[field]]
    name = "store"
    column = "Filiale"
    [[field]]
    name = "category"
    column = "Warengruppe"
    [[field]]
    name = "quantity"
    column = "Menge"
    type = "integer"
    [[field]]
    name = "revenue"
    column = "Betrag"
    type = "money"
    decimal = ","
    currency = "EUR"

    """

  static let email = """
    # The e-mail tool's activity log.
    [feed]
    format = "csv"

    [row]
    kinds = ["event", "consent"]
    time = { column = "timestamp" }
    key = ["event_id"]

    [row.event]
    column = "activity"
    map = { send = "email_sent", open = "email_open", click = "email_click", bounce = "email_bounce", unsubscribe = "email_unsubscribe" }

    [[identifier]]
    namespace = "email"
    column = "recipient"

    [[field]]
    name = "campaign"
    column = "campaign"
    [[field]]
    name = "channel"
    constant = "email"

    [[consent]]
    purpose = "email"
    column = "unsubscribed"
    granted = []
    denied = ["1"]

    """

  static func adServer(_ event: String) -> String {
    """
    # The ad server's log files.
    [feed]
    format = "csv"

    [row]
    kind = "event"
    event = { constant = "\(event)" }
    time = { column = "Event Time" }

    [[identifier]]
    namespace = "cookie"
    column = "User ID"

    [[field]]
    name = "campaign"
    column = "Campaign ID"
    map = { \(Campaign.all.map { "\"\($0.number)\" = \"\($0.name)\"" }.joined(separator: ", ")) }
    [[field]]
    name = "channel"
    column = "Campaign ID"
    map = { \(Campaign.all.map { "\"\($0.number)\" = \"\($0.channel)\"" }.joined(separator: ", ")) }
    [[field]]
    name = "creative"
    column = "Rendering ID"
    [[field]]
    name = "placement"
    column = "Placement ID"

    """
  }

  static let partner = """
    # The garden club's members, by hashed e-mail.
    [feed]
    format = "csv"

    [row]
    kind = "profile"
    time = { column = "since", format = "yyyy-MM-dd" }

    [[identifier]]
    namespace = "email_sha256"
    column = "email_sha256"

    [[attribute]]
    name = "club_interest"
    column = "interest"

    """

  static func thirdParty(priority: Int) -> String {
    """
    # A data provider's segments, by cookie.
    [feed]
    format = "csv"
    delimiter = "|"

    [row]
    kind = "profile"
    time = { column = "observed", format = "yyyy-MM-dd" }

    [[identifier]]
    namespace = "cookie"
    column = "cookie"

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
    split = ","
    priority = \(priority)

    """
  }

  static let tcf = """
    # Consent strings as the consent platform records them.
    [feed]
    format = "json_lines"

    [row]
    kind = "consent"
    time = { column = "time" }
    key = ["id"]

    [[identifier]]
    namespace = "anonymous_id"
    column = "visitor"

    [[consent]]
    column = "tc_string"
    signal = "tcf"

    [consent_map]
    storage = "tcf:1"
    ads = "tcf:1,2,7"
    personalised_ads = "tcf:1,3,4 vendor:755"
    analytics = "tcf:1,8,9"

    """

  static let mode = """
    # Consent Mode flags of the app.
    [feed]
    format = "csv"

    [row]
    kind = "consent"
    time = { column = "time" }

    [[identifier]]
    namespace = "gaid"
    column = "device"

    [[consent]]
    column = "gcs"
    signal = "consent_mode_gcs"

    [consent_map]
    ads = "gcs:ad_storage"
    analytics = "gcs:analytics_storage"

    """

  static let googleAds = """
    # Google Ads' cost report: two lines above the header, a total below.
    [feed]
    format = "csv"

    [row]
    kind = "cost"
    key = ["Day", "Campaign"]
    skip_when = { column = "Day", equals = ["Total: Account"] }

    [cost]
    day = "Day"
    campaign = "Campaign"
    channel = { constant = "paid_search" }
    impressions = "Impr."
    clicks = "Clicks"
    cost = "Cost"
    currency_column = "Currency code"

    """

  static let metaAds = """
    # Meta's cost report.
    [feed]
    format = "csv"

    [row]
    kind = "cost"
    key = ["Reporting starts", "Campaign name"]

    [cost]
    day = "Reporting starts"
    campaign = "Campaign name"
    channel = { constant = "paid_social" }
    impressions = "Impressions"
    clicks = "Link clicks"
    cost = "Amount spent (EUR)"
    currency = "EUR"

    """
}
