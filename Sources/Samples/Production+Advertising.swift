internal import Basis

/// The ad server: impressions, clicks and conversions in the form of CM360's data transfer.
extension Production {
  static let impressionHeader =
    "Event Time,User ID,Advertiser ID,Campaign ID,Ad ID,Rendering ID,Creative Version,"
    + "Site ID (CM360),Placement ID,Country Code,Event Type,Event Sub-Type,"
    + "Operating System ID,Browser/Platform ID,Active View: Viewable Impressions,DV360 Device Type"
  static let conversionHeader =
    "Event Time,User ID,Advertiser ID,Campaign ID,Ad ID,Placement ID,Country Code,Event Type,"
    + "Event Sub-Type,Activity ID,Conversion ID,Total Conversions,Total Revenue,ORD Value"

  /// Serves one impression to someone of a running campaign's audience, or withholds it.
  mutating func advertise(at second: Int, day: Int, _ random: inout Seeded) {
    let running = Campaign.adServer.filter { Campaign.all[$0].runs(on: day, of: plan.days) }
    guard !running.isEmpty else { return }
    for _ in 0..<24 {
      let campaign = random.pick(running)
      let index = world.active(&random)
      switch world.assignment(index, campaign) {
      case .outside: continue
      case .heldOut: exposures.withhold(index, campaign)
      case .served:
        serve(world.person(index), campaign, at: second, day: day, &random)
        return
      }
    }
  }

  private mutating func serve(
    _ person: Person, _ campaign: Int, at second: Int, day: Int, _ random: inout Seeded
  ) {
    exposures.serve(person.index, campaign)
    let browser = random.below(person.browsers)
    let user = serverID(person, browser: browser, &random)
    if user == "0" { impressions.note(.emptyIdentifier) }
    let microsecond = second * 1_000_000 + random.below(1_000_000)
    let ad = random.below(4)
    Self.write(
      &impressions, microsecond, user, campaign, ad, person.market, "VIEW",
      isViewable: random.chance(0.7), browser)
    impressions.endRow(&random)
    guard random.below(1_000) < 14 else { return }
    exposures.click(campaign)
    Self.write(
      &clicks, microsecond + 3_000_000, user, campaign, ad, person.market, "CLICK",
      isViewable: true, browser)
    clicks.endRow(&random)
    visitShop(person, from: campaign, at: second + 5, day: day, &random)
  }

  /// The ad server's id of a browser; "0" where it may not say.
  private func serverID(_ person: Person, browser: Int, _ random: inout Seeded) -> String {
    let isHidden = person.consent == .refused || random.below(100) < 8
    return isHidden ? "0" : world.adCookie(person.index, browser: browser)
  }

  private static func write(
    _ feed: inout FeedText, _ microsecond: Int, _ user: String, _ campaign: Int, _ ad: Int,
    _ market: Market, _ type: String, isViewable: Bool, _ browser: Int
  ) {
    let known = Campaign.all[campaign]
    feed.text.append(microsecond)
    feed.text.append(",")
    feed.text.append(user)
    feed.text.append(",8100042,\(known.id),\(known.id * 10 + ad),\(known.id * 10 + ad + 5)")
    feed.text.append(",1,550\(ad),\(known.id * 100 + ad),\(market.code),\(type),,")
    feed.text.append("\(501 + browser),\(browser + 1),\(isViewable ? 1 : 0),")
    feed.text.append(browser == 1 ? "2" : "0")
  }

  /// Tells the ad server of an order by someone whom it reached.
  mutating func convert(
    _ visit: Visit, _ person: Person, order: String, cents: Int, day: Int,
    _ random: inout Seeded
  ) {
    let reached = Campaign.adServer.filter {
      exposures.wasServed(person.index, $0) && Campaign.all[$0].runs(on: day, of: plan.days)
    }
    guard let last = reached.last else { return }
    let clicked = visit.campaign.flatMap { reached.contains($0) ? $0 : nil }
    let known = Campaign.all[clicked ?? last]
    let user = serverID(person, browser: 0, &random)
    if user == "0" { conversions.note(.emptyIdentifier) }
    conversions.text.append(visit.time * 1_000)
    conversions.text.append(",\(user),8100042,\(known.id),\(known.id * 10),\(known.id * 100),")
    conversions.text.append("\(person.market.code),CONVERSION,")
    conversions.text.append(clicked == nil ? "POSTVIEW,7700001,2,1," : "POSTCLICK,7700001,1,1,")
    conversions.text.append(cents: cents)
    conversions.text.append(",\(order)")
    conversions.endRow(&random)
  }
}
