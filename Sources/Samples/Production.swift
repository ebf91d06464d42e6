internal import Basis

/// The retailer at work: what happens is decided here, and each system writes down what it sees.
///
/// The methods that make rows only append to texts in memory; `SampleFeeds` carries those to files.
struct Production {
  let plan: Plan
  let world: World
  var exposures: Exposures
  var web = FeedText("web", .lines)
  var webLate = FeedText("web_late", .lines)
  var app = FeedText("app", .lines)
  var impressions = FeedText("impressions", .table(delimiter: 44))
  var clicks = FeedText("clicks", .table(delimiter: 44))
  var conversions = FeedText("conversions", .table(delimiter: 44))
  var store = FeedText("pos", .table(delimiter: 59))
  var email = FeedText("email", .table(delimiter: 44))
  /// Clicks on the platforms' advertisements, by day and campaign.
  var platformClicks: [[Int]]
  var unsubscribed: [Bool]
  var orders = 0
  var receipts = 0
  var botVisits = 0
  var testVisits = 0
  let firstDay: Int

  init(_ plan: Plan) {
    self.plan = plan
    world = World(plan)
    exposures = Exposures(profiles: plan.profiles)
    platformClicks = Array(
      repeating: Array(repeating: 0, count: Campaign.all.count), count: plan.days)
    unsubscribed = Array(repeating: false, count: plan.profiles)
    firstDay = world.lastDay - plan.days
  }

  /// Rows of all feeds that count as events.
  var eventRows: Int {
    web.rows + webLate.rows + app.rows + impressions.rows + clicks.rows + conversions.rows
      + store.rows + email.rows
  }

  /// The last millisecond at which anything may be said to have happened.
  var lastMillisecond: Int { Int(plan.end.seconds) * 1_000 - 1 }

  /// A thing that happens on a day, in one of the retailer's systems.
  enum Stream: Int, CaseIterable {
    case web, app, advertising, store, email

    /// The share of events, in thousandths.
    var share: Int { [500, 130, 210, 60, 100][rawValue] }
    /// Rows that one activity makes, in hundredths, before anything was counted.
    var usualRows: Int { [680, 480, 112, 245, 142][rawValue] }
  }

  /// Lets one thing happen at `second`, seconds since 1970.
  mutating func perform(_ stream: Stream, at second: Int, day: Int, _ random: inout Seeded) {
    switch stream {
    case .web: visitShop(at: second, day: day, &random)
    case .app: openApp(at: second, day: day, &random)
    case .advertising: advertise(at: second, day: day, &random)
    case .store: sellInStore(at: second, &random)
    case .email: sendMail(at: second, &random)
    }
  }
}
