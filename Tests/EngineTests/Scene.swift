import Basis
import Engine
import Requests
import Support

/// Some people's events, as rows of a feed and as values.
struct Scene {
  struct Event {
    let user: Int
    let time: Int64
    let type: String
    let channel: String
    let device: String
    /// In cents; 0 where it is no purchase.
    let revenue: Int
  }

  static let start: Int64 = 1_788_220_800  // 2026-09-01, a Tuesday
  static let days = 18
  /// The settings of a report about more than all of it.
  static let period = ["from": "2026-09-01", "to": "2026-09-24"]
  private(set) var events: [Event] = []

  init(seed: UInt64) {
    var random = Seeded(seed)
    var used: Set<Int64> = []
    for user in 0..<25 {
      for _ in 0..<random.below(24) {
        // Seconds are used once, so that no order depends on ties.
        var time = Self.start + Int64(random.below(Self.days * 86_400))
        if random.chance(0.4), let last = events.last, last.user == user {
          time = last.time + Int64(random.within(1...2_400))
        }
        guard used.insert(time).inserted else { continue }
        let type = random.pick([
          "page_view", "page_view", "product_view", "ad_click", "ad_impression", "add_to_cart",
          "purchase",
        ])
        events.append(
          Event(
            user: user, time: time, type: type,
            channel: random.pick(["Direct", "Email", "Paid Search", "social", ""]),
            device: random.pick(["desktop", "mobile"]),
            revenue: type == "purchase" ? random.within(1...9_999) : 0))
      }
    }
    events.sort { ($0.user, $0.time) < ($1.user, $1.time) }
  }

  func of(_ user: Int, _ types: Set<String>) -> [Event] {
    events.filter { $0.user == user && types.contains($0.type) }
  }

  var users: [Int] { Array(Set(events.map(\.user))).sorted() }

  /// A workspace with these events, in an order of arrival drawn from `shuffle`.
  func desk(shuffle: UInt64) throws -> (desk: QuestionDesk, folder: String) {
    let test = try TestWorkspace()
    try test.addSource("scene", kind: "web", mapping: Self.mapping)
    var rows = events.map { event in
      let revenue =
        event.revenue == 0
        ? "" : "\(event.revenue / 100).\(padded(event.revenue % 100, 2))"
      return
        "\(event.type),\(event.time),u\(event.user),\(event.channel),\(event.device),\(revenue)\n"
    }
    var random = Seeded(shuffle)
    for index in stride(from: rows.count - 1, to: 0, by: -1) {
      rows.swapAt(index, random.below(index + 1))
    }
    try test.ingest(
      "event,time,user,channel,device,revenue\n" + rows.joined(), as: "scene.csv",
      source: "scene")
    return (test.desk, test.folder)
  }

  private static let mapping =
    mappingHead(by: ["user_id": "user"]) + """
      [[field]]
      name = "channel"
      column = "channel"
      [[field]]
      name = "device"
      column = "device"
      [[field]]
      name = "revenue"
      column = "revenue"
      type = "money"
      currency = "EUR"
      """
}
