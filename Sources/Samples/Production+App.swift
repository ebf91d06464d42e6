internal import Basis

/// The app: sessions on phones, with the phone's advertising id where the person allows it.
extension Production {
  /// Lets someone open the app.
  mutating func openApp(at second: Int, day: Int, _ random: inout Seeded) {
    var person = world.person(world.active(&random))
    for _ in 0..<16 where !person.hasApp { person = world.person(world.active(&random)) }
    guard person.hasApp else { return }
    var visit = Visit(
      time: second * 1_000, person: person.index,
      anonymousID: world.anonymousID(person.index, browser: 9), agent: Self.appAgent(person.phone),
      address: world.address(person.household), locale: person.market.locale, word: random.next())
    visit.advertisingID = world.advertisingID(person)
    if person.hasAccount { visit.userID = world.userID(person.index) }
    writeApp(&visit, person, "Application Opened", &random) { text in
      text.append("\"version\":\"4.12.0\",\"from_background\":true")
    }
    for _ in 0..<(1 + random.below(4)) {
      let product = random.pick(Product.all)
      writeApp(&visit, person, "Product Viewed", &random) { Self.describe(product, 1, &$0) }
      if random.below(100) < 20 {
        writeApp(&visit, person, "Product Added", &random) { Self.describe(product, 1, &$0) }
      }
    }
    let chance = exposures.purchaseChance(person.index, base: 30_000, day: day, of: plan.days)
    let buys = person.hasAccount && random.below(1_000_000) < chance
    exposures.record(person.index, bought: buys, day: day, of: plan.days)
    guard buys else { return }
    orders += 1
    let order = "A\(26_000_000 + orders)"
    let product = random.pick(Product.all)
    writeApp(&visit, person, "Order Completed", &random) {
      Self.describe(order: order, cents: product.cents, [(product, 1)], &$0)
    }
  }

  private static func appAgent(_ phone: Person.Phone) -> String {
    switch phone {
    case .iPhone: "GartenApp/4.12.0 (iPhone; iOS 17.6)"
    case .android, .none: "GartenApp/4.12.0 (Android 14; Pixel 8)"
    }
  }

  private mutating func writeApp(
    _ visit: inout Visit, _ person: Person, _ event: String, _ random: inout Seeded,
    properties: (inout RowText) -> Void
  ) {
    visit.time = min(visit.time, lastMillisecond - 200)
    let message = visit.nextMessage()
    app.text.append("{\"type\":\"track\",\"messageId\":\"")
    app.text.append(uuid: message.0, message.1)
    app.text.append("\",\"anonymousId\":\"\(visit.anonymousID)\"")
    if let user = visit.userID { app.text.append(",\"userId\":\"\(user)\"") }
    app.text.append(",\"timestamp\":\"")
    app.text.append(milliseconds: visit.time)
    app.text.append("\",\"sentAt\":\"")
    app.text.append(milliseconds: visit.time + 30)
    app.text.append("\",\"receivedAt\":\"")
    app.text.append(milliseconds: visit.time + 190)
    app.text.append("\",\"event\":\"\(event)\",\"properties\":{")
    properties(&app.text)
    app.text.append("},\"context\":{\"ip\":\"\(visit.address)\",\"locale\":\"\(visit.locale)\"")
    app.text.append(",\"userAgent\":\"\(visit.agent)\",\"app\":{\"name\":\"GartenApp\"}")
    if let id = visit.advertisingID {
      let isZero = id == World.zeroUUID
      if isZero { app.note(.emptyIdentifier) }
      app.text.append(",\"device\":{\"type\":\"\(Self.system(person.phone))\"")
      app.text.append(",\"advertisingId\":\"\(id)\",\"adTrackingEnabled\":\(!isZero)}")
    }
    app.text.append("}}")
    app.endRow(&random)
    visit.time += 3_000 + random.below(30_000)
  }

  private static func system(_ phone: Person.Phone) -> String {
    switch phone {
    case .iPhone: "ios"
    case .android, .none: "android"
    }
  }
}
