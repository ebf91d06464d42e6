/// The mappings that bring the feeds of people's own doings in.
enum MappingTexts {
  static let web = """
    # Web shop: Segment events. The built-in mapping does most; the shop adds the ad server's id
    # and the network, by which people who live together are told.
    [feed]
    format = "segment"

    [[identifier]]
    namespace = "cookie"
    column = "context.adserverId"

    [[identifier]]
    namespace = "ip"
    column = "context.ip"

    [[attribute]]
    name = "first_name"
    column = "traits.firstName"
    personal = true

    [[field]]
    name = "product"
    column = "properties.product_id"

    [[field]]
    name = "category"
    column = "properties.category"

    [[field]]
    name = "quantity"
    column = "properties.quantity"
    type = "integer"

    [[field]]
    name = "order_id"
    column = "properties.order_id"

    """

  static let app = """
    # App: Segment events of phones, with their advertising ids.
    [feed]
    format = "segment"

    [[identifier]]
    namespace = "ip"
    column = "context.ip"

    [[field]]
    name = "product"
    column = "properties.product_id"

    [[field]]
    name = "category"
    column = "properties.category"

    [[field]]
    name = "quantity"
    column = "properties.quantity"
    type = "integer"

    [[field]]
    name = "order_id"
    column = "properties.order_id"

    """

  static let impressions = adServer(
    "impressions", "ad_impression",
    """
    [[field]]
    name = "placement"
    column = "Placement ID"

    [[field]]
    name = "device"
    column = "DV360 Device Type"
    map = { 0 = "desktop", 1 = "other", 2 = "phone", 3 = "tablet", 4 = "tv" }

    """)

  static let clicks = adServer(
    "clicks", "ad_click",
    """
    [[field]]
    name = "placement"
    column = "Placement ID"

    [[field]]
    name = "device"
    column = "DV360 Device Type"
    map = { 0 = "desktop", 1 = "other", 2 = "phone", 3 = "tablet", 4 = "tv" }

    """)

  static let conversions = adServer(
    "conversions", "ad_conversion",
    """
    [[field]]
    name = "conversion_type"
    column = "Event Sub-Type"
    case = "lower"

    [[field]]
    name = "order_id"
    column = "ORD Value"

    [[field]]
    name = "revenue"
    column = "Total Revenue"
    type = "money"
    currency = "EUR"

    """)

  private static func adServer(_ what: String, _ event: String, _ fields: String) -> String {
    let names = Campaign.adServer.map { "\(Campaign.all[$0].id) = \"\(Campaign.all[$0].name)\"" }
    let mediums = Campaign.adServer.map {
      "\(Campaign.all[$0].id) = \"\(Campaign.all[$0].medium)\""
    }
    return """
      # Ad server: \(what) as CM360's data transfer writes them; a user id of 0 is nobody.
      [feed]
      format = "dtv2"

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
      map = { \(names.joined(separator: ", ")) }

      [[field]]
      name = "channel"
      column = "Campaign ID"
      map = { \(mediums.joined(separator: ", ")) }

      [[field]]
      name = "country"
      column = "Country Code"

      \(fields)
      """
  }

  static let store = """
    # Tills: a row for each line of a receipt, by the clocks of Berlin.
    [feed]
    format = "csv"
    delimiter = ";"
    time_zone = "Europe/Berlin"

    [row]
    kind = "event"
    event = { constant = "store_purchase" }
    time = { column = "Datum", format = "dd.MM.yyyy HH:mm:ss", time_zone = "Europe/Berlin" }
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
    map = { \(categories) }

    [[field]]
    name = "product"
    column = "Artikel"

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

  private static var categories: String {
    var seen: [String] = []
    for product in Product.all {
      let entry = "\"\(product.germanCategory)\" = \"\(product.category)\""
      if !seen.contains(entry) { seen.append(entry) }
    }
    return seen.joined(separator: ", ")
  }

  static let email = """
    # E-mail tool: what was sent and what became of it. An unsubscription takes consent back.
    [feed]
    format = "csv"
    delimiter = ","

    [row]
    kinds = ["event", "consent"]
    event = { column = "event", map = { Sent = "email_sent", Opened = "email_open", \
    Clicked = "email_click", Bounced = "email_bounce", Unsubscribed = "email_unsubscribe" } }
    time = { column = "event_time", format = "yyyy-MM-dd HH:mm:ss", time_zone = "UTC" }
    key = ["message_id", "event"]

    [[identifier]]
    namespace = "user_id"
    column = "customer_id"

    [[identifier]]
    namespace = "email"
    column = "email"

    [[field]]
    name = "campaign"
    column = "campaign"

    [[field]]
    name = "channel"
    constant = "email"

    [[field]]
    name = "url"
    column = "link_url"

    [[field]]
    name = "bounce_reason"
    column = "bounce_reason"

    [[consent]]
    purpose = "email"
    column = "event"
    denied = ["Unsubscribed"]

    """
}
