internal import Basis

/// The web shop: sessions of people, of machines and of the shop's own testers.
extension Production {
  /// Lets someone visit the shop, mostly a person, now and then a machine.
  mutating func visitShop(at second: Int, day: Int, _ random: inout Seeded) {
    switch random.below(1_000) {
    case ..<4: crawl(at: second, &random)
    case ..<8: testShop(at: second, &random)
    default:
      let person = world.person(world.active(&random))
      visitShop(person, from: nil, at: second, day: day, &random)
    }
  }

  /// Lets a person visit the shop, from an advertisement where one is given.
  mutating func visitShop(
    _ person: Person, from campaign: Int?, at second: Int, day: Int, _ random: inout Seeded
  ) {
    var visit = session(of: person, at: second, &random)
    choosePath(&visit, campaign: campaign, day: day, &random)
    let base = 45_000
    let chance = exposures.purchaseChance(person.index, base: base, day: day, of: plan.days)
    let buys = random.below(1_000_000) < chance
    exposures.record(person.index, bought: buys, day: day, of: plan.days)
    shop(&visit, person, buys: buys, day: day, &random)
  }

  private func session(of person: Person, at second: Int, _ random: inout Seeded) -> Visit {
    let shared = random.below(100)
    let browser = random.below(person.browsers)
    var visit: Visit
    if shared < 1, person.hasAccount {
      let kiosk = random.below(World.kiosks)
      visit = Visit(
        time: second * 1_000, person: person.index, anonymousID: world.kioskID(kiosk),
        agent: Agent.tablet, address: "192.0.2.\(250 - kiosk)", locale: "de-DE",
        word: random.next())
    } else if shared < 12, person.sharesTablet {
      visit = Visit(
        time: second * 1_000, person: person.index, anonymousID: world.tabletID(person.household),
        agent: Agent.tablet, address: world.address(person.household),
        locale: person.market.locale, word: random.next())
    } else {
      visit = Visit(
        time: second * 1_000, person: person.index,
        anonymousID: world.anonymousID(person.index, browser: browser),
        agent: Agent.browser(of: person, number: browser),
        address: world.address(person.household), locale: person.market.locale,
        word: random.next())
      if world.isSynchronised(person.index, browser: browser) {
        visit.adCookie = world.adCookie(person.index, browser: browser)
      }
    }
    let clock = world.word(.browser, person.index, browser + 200)
    if clock % 100 < 4 { visit.skew = (Int(clock >> 32 % 14_400) - 7_200) * 1_000 }
    return visit
  }

  private mutating func choosePath(
    _ visit: inout Visit, campaign: Int?, day: Int, _ random: inout Seeded
  ) {
    var campaign = campaign
    let draw = random.below(100)
    if campaign == nil, draw < 18 {
      let running = Campaign.clicked.filter { Campaign.all[$0].runs(on: day, of: plan.days) }
      if !running.isEmpty { campaign = random.pick(running) }
    }
    if let campaign {
      let known = Campaign.all[campaign]
      visit.campaign = campaign
      visit.source = (known.source, known.medium, known.name)
      if known.platform != .adServer {
        platformClicks[day][campaign] += 1
        exposures.click(campaign)
        if let person = visit.person { exposures.serve(person, campaign) }
      }
    } else if draw < 24 {
      visit.source = ("newsletter", "email", "newsletter")
    }
  }

  private mutating func shop(
    _ visit: inout Visit, _ person: Person, buys: Bool, day: Int, _ random: inout Seeded
  ) {
    let logsIn = person.hasAccount && (buys || random.below(100) < 22)
    page(&visit, path: "/", title: "Start", &random)
    if logsIn { logIn(&visit, person, &random) }
    let first = random.pick(Product.all)
    page(&visit, path: "/\(first.category)", title: first.germanCategory, &random)
    var basket: [(product: Product, quantity: Int)] = []
    let views = 1 + random.below(3)
    for number in 0..<views {
      let product = number == 0 ? first : random.pick(Product.all)
      page(&visit, path: "/p/\(product.sku.lowercased())", title: product.name, &random)
      track(&visit, "Product Viewed", &random) { Self.describe(product, 1, &$0) }
      if buys || random.below(100) < 18 {
        let quantity = 1 + (random.chance(0.2) ? random.below(4) : 0)
        basket.append((product, quantity))
        track(&visit, "Product Added", &random) { Self.describe(product, quantity, &$0) }
      }
    }
    guard !basket.isEmpty, buys || random.below(100) < 35 else { return }
    let cents = basket.reduce(0) { $0 + $1.product.cents * $1.quantity }
    track(&visit, "Checkout Started", &random) { text in
      text.append("\"value\":")
      text.append(cents: cents)
      text.append(",\"currency\":\"EUR\"")
    }
    guard buys else { return }
    orders += 1
    let order = "W\(26_000_000 + orders)"
    track(&visit, "Order Completed", &random) {
      Self.describe(order: order, cents: cents, basket, &$0)
    }
    convert(visit, person, order: order, cents: cents, day: day, &random)
  }

  private mutating func logIn(_ visit: inout Visit, _ person: Person, _ random: inout Seeded) {
    visit.userID = world.userID(person.index)
    visit.email = world.email(person)
    writeWeb(&visit, type: "identify", &random) { [world] text in
      text.append(",\"traits\":{\"email\":\"")
      // Forms keep what people type: a few write in capitals or with a blank behind it.
      let typed = world.email(person)
      switch person.index % 20 {
      case 0: text.append(typed.uppercased())
      case 1: text.append(typed + " ")
      default: text.append(typed)
      }
      text.append("\",\"firstName\":\"\(Words.firstNames[person.firstName])\"}")
    }
    visit.time += 1_500
  }

  /// A machine that reads page after page, faster than anyone can.
  private mutating func crawl(at second: Int, _ random: inout Seeded) {
    botVisits += 1
    let bot = random.below(12)
    var visit = Visit(
      time: second * 1_000, person: nil,
      anonymousID: "b07\(padded(bot, 5))-0000-4000-8000-\(padded(bot * 7_919, 12))",
      agent: Words.botAgents[bot % Words.botAgents.count], address: "198.51.100.\(200 + bot)",
      locale: "en-US", word: random.next())
    for _ in 0..<(12 + random.below(30)) {
      let product = random.pick(Product.all)
      page(&visit, path: "/p/\(product.sku.lowercased())", title: product.name, &random, pace: 400)
      web.note(.botEvent)
    }
  }

  /// The shop's own people trying things out, with ids that belong to nobody.
  private mutating func testShop(at second: Int, _ random: inout Seeded) {
    testVisits += 1
    var visit = Visit(
      time: second * 1_000, person: nil, anonymousID: World.zeroUUID, agent: Agent.desktop[0],
      address: "192.0.2.1", locale: "de-DE", word: random.next())
    visit.userID = ["test", "undefined", "null"][random.below(3)]
    page(&visit, path: "/", title: "Start", &random)
    writeWeb(&visit, type: "identify", &random) { text in
      text.append(",\"traits\":{\"email\":\"test@test.com\",\"firstName\":\"Test\"}")
    }
    let product = random.pick(Product.all)
    track(&visit, "Product Viewed", &random) { Self.describe(product, 1, &$0) }
    for _ in 0..<3 { web.note(.testAccount) }
  }
}
