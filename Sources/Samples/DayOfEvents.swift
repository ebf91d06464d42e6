internal import Basis

/// Everything that happens on one day, by feed.
struct DayOfEvents {
  static let adServerHeader =
    "Event Time,User ID,Advertiser ID,Campaign ID,Rendering ID,Placement ID,Country Code,Event Type\n"

  private let plan: Plan
  private let day: Int
  private let start: Int64
  private var random: Seeded
  var web = TimedLines()
  var app = TimedLines()
  var pos = TimedLines()
  var email = TimedLines()
  var views = TimedLines()
  var clicks = TimedLines()
  var conversions = TimedLines()

  init(plan: Plan, day: Int) {
    (self.plan, self.day) = (plan, day)
    start = plan.start(of: day)
    random = plan.random(20, day)
  }

  /// Fills the day: shares of the plan's events go to the shop, the app, ads, stores and e-mail.
  mutating func fill(_ truth: inout Truth) {
    // Weekends are busier, and no two days alike.
    let weekday = CivilDate(daysSinceEpoch: Int(start / 86_400)).weekday
    let busy = (weekday >= 6 ? 128 : 89) + random.below(20) - 10
    let budget = plan.events * busy / (plan.days * 100)
    while web.count < budget * 55 / 100 { visit(&truth) }
    while app.count < budget * 8 / 100 { useApp(&truth) }
    while views.count < budget * 24 / 100 { seeAd(&truth) }
    while pos.count < budget * 4 / 100 { buyInStore(&truth) }
    while email.count < budget * 9 / 100 { getMail(&truth) }
  }

  /// Some people are much more active than others.
  private mutating func anyone() -> Person {
    Person(min(random.below(plan.profiles), random.below(plan.profiles)), plan)
  }

  /// Few at night, most in the evening.
  private mutating func instant() -> Int64 {
    let hour = random.pick([7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 19, 20, 20, 21, 21, 22, 23, 2])
    return start + Int64(hour * 3_600 + random.below(3_600))
  }

  // MARK: The web shop

  private mutating func visit(_ truth: inout Truth) {
    let person = anyone()
    // One in two hundred visits is a crawler's, and one in three hundred a kiosk's in a store.
    let kind = random.below(600)
    let isBot = kind < 3
    let isKiosk = kind == 3 || kind == 4
    var time = instant()
    let visitor =
      isBot ? "crawler-\(random.below(5))" : isKiosk ? "kiosk-\(random.below(3))" : random.pick(person.cookies)
    let campaign = random.below(100) < 45 ? random.pick(Campaign.all) : nil
    let isLoggedIn = person.isCustomer && random.below(100) < 45
    if isBot { truth.count("web", "bot_visit") }
    if isKiosk { truth.count("web", "shared_device_visit") }
    let visit = Visit(
      person: person, visitor: visitor, campaign: campaign,
      user: isLoggedIn && !isBot ? person.customerID : nil, isBot: isBot)
    add(visit, &time, "page", nil, "/", &truth)
    if isLoggedIn, !isBot { add(visit, &time, "identify", nil, "/konto", &truth) }
    let views = isBot ? 6 + random.below(20) : random.below(5)
    for _ in 0..<views {
      let product = random.below(400)
      add(visit, &time, "track", "Product Viewed", "/p/\(product)", &truth, product: product)
    }
    guard !isBot, views > 0 else { return }
    let chance = 60 * (campaign?.liftPercent ?? 100) / 100
    guard random.below(1_000) < chance * 3 else { return }
    let product = random.below(400)
    add(visit, &time, "track", "Product Added", "/p/\(product)", &truth, product: product)
    guard random.below(100) < 60 else { return }
    add(visit, &time, "track", "Checkout Started", "/kasse", &truth)
    guard random.below(100) < 65 else { return }
    add(visit, &time, "track", "Order Completed", "/danke", &truth, product: product, isOrder: true)
    if campaign?.channel == "display" || random.below(4) == 0 {
      conversions.add(time, adServer(time, person, campaign ?? Campaign.all[2], "CONVERSION"))
    }
  }

  private struct Visit {
    let person: Person
    let visitor: String
    let campaign: Campaign?
    let user: String?
    let isBot: Bool
  }

  private mutating func add(
    _ visit: Visit, _ time: inout Int64, _ type: String, _ event: String?, _ path: String,
    _ truth: inout Truth, product: Int? = nil, isOrder: Bool = false
  ) {
    time += Int64(2 + random.below(visit.isBot ? 2 : 90))
    let message = "m\(day)-\(web.count)"
    // A clock in forty is wrong by up to two hours; the server notes when it received the call.
    let skew = random.below(40) == 0 ? Int64(random.below(14_400) - 7_200) : 0
    if skew != 0 { truth.count("web", "skewed_clock") }
    var line = "{\"type\":\"\(type)\""
    if let event { line += ",\"event\":\"\(event)\"" }
    line += ",\"messageId\":\"\(message)\",\"anonymousId\":\"\(visit.visitor)\""
    if let user = visit.user { line += ",\"userId\":\"\(user)\"" }
    line += ",\"timestamp\":\"\(Self.stamp(time + skew))\",\"sentAt\":\"\(Self.stamp(time + skew + 1))\""
    line += ",\"receivedAt\":\"\(Self.stamp(time + 1))\""
    if type == "identify" {
      line += ",\"traits\":{\"email\":\"\(visit.person.email)\"}"
    }
    line += ",\"context\":{"
    if let campaign = visit.campaign {
      line += "\"campaign\":{\"name\":\"\(campaign.name)\",\"source\":\"\(campaign.source)\","
      line += "\"medium\":\"\(campaign.medium)\",\"channel\":\"\(campaign.channel)\"},"
    }
    // Four in ten browsers are known to the ad server too.
    if !visit.isBot, visit.person.number % 10 < 4 {
      line += "\"ad_cookie\":\"c\(visit.visitor)\","
    }
    line += "\"locale\":\"de-DE\",\"page\":{\"path\":\"\(path)\",\"url\":\"https://garten.example\(path)\"},"
    line += "\"userAgent\":\"\(visit.isBot ? "ExampleBot/2.1 (+https://bot.example)" : Self.agents[visit.person.number % 4])\"}"
    if let product {
      let (category, cents) = Catalogue.categories[product % Catalogue.categories.count]
      line += ",\"properties\":{\"product_id\":\"p\(product)\",\"category\":\"\(category)\""
      if isOrder {
        let quantity = 1 + random.below(3)
        line += ",\"order_id\":\"W\(day)-\(web.count)\",\"revenue\":\(Catalogue.price(cents * quantity))"
        line += ",\"currency\":\"EUR\",\"quantity\":\(quantity)"
      }
      line += "}"
    }
    line += "}\n"
    web.add(time, line)
    spoil(line, time, &truth)
  }

  /// The dirt of a stream: calls sent twice, broken lines, calls without any id.
  private mutating func spoil(_ line: String, _ time: Int64, _ truth: inout Truth) {
    switch random.below(2_000) {
    case 0..<8:
      web.add(time + 5, line)
      truth.count("web", "duplicate")
    case 8:
      web.add(time, String(line.prefix(line.count / 2)) + "\n")
      truth.count("web", "broken_json")
    case 9:
      web.add(
        time,
        "{\"type\":\"page\",\"messageId\":\"n\(day)-\(web.count)\",\"anonymousId\":\"00000000-0000-0000-0000-000000000000\","
          + "\"timestamp\":\"\(Self.stamp(time))\"}\n")
      truth.count("web", "zero_id")
    case 10:
      web.add(
        time,
        "{\"type\":\"page\",\"messageId\":\"b\(day)-\(web.count)\",\"anonymousId\":\"v\(web.count)\",\"timestamp\":\"gestern\"}\n")
      truth.count("web", "bad_time")
    default: break
    }
  }

  private static let agents = [
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/128.0 Safari/537.36",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Mobile Safari/604.1",
    "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 Chrome/128.0 Mobile Safari/537.36",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 14_5) AppleWebKit/605.1.15 Version/17.5 Safari/605.1.15",
  ]

  private static func stamp(_ seconds: Int64) -> String {
    String(Timestamp(seconds).iso8601.dropLast()) + ".\(padded(Int(seconds % 1_000), 3))Z"
  }

  // MARK: The other feeds

  private mutating func useApp(_ truth: inout Truth) {
    let person = anyone()
    guard let device = person.advertisingID else {
      // Somebody else has to have the app; the counter moves so that the day ends.
      let stand = Person((person.number + 1 + random.below(plan.profiles)) % plan.profiles, plan)
      if stand.advertisingID == nil { return addApp(person, "a\(person.number)", &truth) }
      return addApp(stand, stand.advertisingID ?? "", &truth)
    }
    addApp(person, device, &truth)
  }

  private mutating func addApp(_ person: Person, _ device: String, _ truth: inout Truth) {
    let time = instant()
    let user = person.isCustomer ? ",\"userId\":\"\(person.customerID)\"" : ""
    let isReal = device == person.advertisingID
    let key = person.isApple ? "idfa" : "gaid"
    let identifier = isReal ? "\"\(key)\":\"\(device)\"," : ""
    // Late calls come days after they were made, when a phone is back in the net.
    let isLate = random.below(50) == 0 && day > 3
    if isLate { truth.count("app", "late_event") }
    let made = isLate ? time - Int64(86_400 * (1 + random.below(3))) : time
    app.add(
      time,
      "{\"type\":\"track\",\"event\":\"Application Opened\",\"messageId\":\"a\(day)-\(app.count)\","
        + "\"anonymousId\":\"app-\(person.number)\"\(user),\"timestamp\":\"\(Self.stamp(made))\","
        + "\"context\":{\"device\":{\(identifier)\"type\":\"\(person.isApple ? "ios" : "android")\"}}}\n")
  }

  private mutating func seeAd(_ truth: inout Truth) {
    let person = anyone()
    let campaign = random.pick(Campaign.all)
    let time = instant()
    views.add(time, adServer(time, person, campaign, "VIEW"))
    if random.below(1_000) < 9 {
      clicks.add(time + 9, adServer(time + 9, person, campaign, "CLICK"))
    }
    if random.below(3_000) == 0 {
      views.add(time, "kaputt,,,\n")
      truth.count("impressions", "ragged_row")
    }
  }

  private mutating func adServer(
    _ time: Int64, _ person: Person, _ campaign: Campaign, _ type: String
  ) -> String {
    let user = random.below(100) < 12 ? "0" : "c" + random.pick(person.cookies)
    let micro = time * 1_000_000 + Int64(random.below(1_000_000))
    return "\(micro),\(user),77,\(campaign.number),\(campaign.number * 10 + random.below(3)),"
      + "\(5_000 + random.below(12)),\(person.place.country),\(type)\n"
  }

  private mutating func buyInStore(_ truth: inout Truth) {
    let person = anyone()
    let time = instant()
    let receipt = "B\(day)-\(pos.count)"
    let local = time + 3_600
    let (date, second) = local.dividedByFloor(86_400)
    let clock = CivilTime(secondOfDay: Int(second))
    let when =
      ProfileRows.german(CivilDate(daysSinceEpoch: Int(date))) + " \(padded(clock.hour, 2)):\(padded(clock.minute, 2))"
    let card = person.hasCard ? person.cardID : "0"
    for position in 1...(1 + random.below(4)) {
      let (category, cents) = random.pick(Catalogue.categories)
      let quantity = 1 + random.below(2)
      var amount = Catalogue.price(cents * quantity, ",")
      if random.below(2_000) == 0 {
        amount = "??"
        truth.count("pos", "bad_number")
      }
      let row =
        "\(receipt);\(position);\(when);Filiale \(person.place.city);\(card);\(category);\(quantity);\(amount)\n"
      pos.add(time, row)
      if random.below(300) == 0 {
        pos.add(time, row)
        truth.count("pos", "duplicate")
      }
    }
  }

  private mutating func getMail(_ truth: inout Truth) {
    let person = anyone()
    guard person.isCustomer, person.wantsNewsletter else { return addMail(person, "send", instant()) }
    let time = start + 7 * 3_600 + Int64(random.below(900))
    if random.below(100) < 2 { return addMail(person, "bounce", time) }
    addMail(person, "send", time)
    guard random.below(100) < 38 else { return }
    let opened = time + Int64(60 + random.below(40_000))
    addMail(person, "open", opened)
    if random.below(100) < 17 { addMail(person, "click", opened + 20) }
    if random.below(1_000) < 6 {
      addMail(person, "unsubscribe", opened + 60)
      truth.count("email", "unsubscribe")
    }
  }

  private mutating func addMail(_ person: Person, _ activity: String, _ time: Int64) {
    email.add(
      time,
      "e\(day)-\(email.count),\(Timestamp(time).iso8601),\(person.email),\(activity),newsletter_garten,"
        + "\(activity == "unsubscribe" ? "1" : "")\n")
  }
}
