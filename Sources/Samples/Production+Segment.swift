internal import Basis

/// How events are written in the form of the Segment spec.
extension Production {
  mutating func page(
    _ visit: inout Visit, path: String, title: String, _ random: inout Seeded, pace: Int = 25_000
  ) {
    writeWeb(&visit, type: "page", &random) { text in
      text.append(",\"name\":\"\(title)\",\"properties\":{\"url\":\"https://shop.example\(path)\"")
      text.append(",\"path\":\"\(path)\",\"title\":\"\(title)\"}")
    }
    visit.time += pace / 4 + random.below(pace)
  }

  mutating func track(
    _ visit: inout Visit, _ event: String, _ random: inout Seeded,
    properties: (inout RowText) -> Void
  ) {
    writeWeb(&visit, type: "track", &random) { text in
      text.append(",\"event\":\"\(event)\",\"properties\":{")
      properties(&text)
      text.append(byte: UInt8(ascii: "}"))
    }
    visit.time += 4_000 + random.below(20_000)
  }

  static func describe(_ product: Product, _ quantity: Int, _ text: inout RowText) {
    text.append("\"product_id\":\"\(product.sku)\",\"name\":\"\(product.name)\",\"category\":\"")
    text.append(product.category)
    text.append("\",\"price\":")
    text.append(cents: product.cents)
    text.append(",\"quantity\":")
    text.append(quantity)
    text.append(",\"currency\":\"EUR\"")
  }

  static func describe(
    order: String, cents: Int, _ basket: [(product: Product, quantity: Int)],
    _ text: inout RowText
  ) {
    text.append("\"order_id\":\"\(order)\",\"revenue\":")
    text.append(cents: cents)
    text.append(",\"total\":")
    text.append(cents: cents + 495)
    text.append(",\"shipping\":4.95,\"currency\":\"EUR\",\"products\":[")
    for (index, line) in basket.enumerated() {
      text.append(index == 0 ? "{" : ",{")
      text.append(
        "\"product_id\":\"\(line.product.sku)\",\"category\":\"\(line.product.category)\"")
      text.append(",\"price\":")
      text.append(cents: line.product.cents)
      text.append(",\"quantity\":")
      text.append(line.quantity)
      text.append(byte: UInt8(ascii: "}"))
    }
    text.append(byte: UInt8(ascii: "]"))
  }

  /// Writes one event of the web shop; few come days later, and a few of all come again then.
  mutating func writeWeb(
    _ visit: inout Visit, type: String, _ random: inout Seeded, body: (inout RowText) -> Void
  ) {
    visit.time = min(visit.time, lastMillisecond - 200)
    let delay = random.below(1_000) < 6 ? (1 + random.below(5)) * 86_400_000 : 0
    let repeats = random.below(1_000) < 3
    let message = visit.nextMessage()
    if visit.skew != 0 { web.note(.skewedClock) }
    if visit.person != nil, visit.agent == Agent.tablet { web.note(.sharedDevice) }
    let isLate = delay > 0 && visit.time + delay < lastMillisecond
    if isLate {
      Self.write(visit, type, message, delay: delay, &webLate.text, body)
      webLate.note(.late)
      webLate.endCleanRow()
      return
    }
    Self.write(visit, type, message, delay: 0, &web.text, body)
    web.endRow(&random)
    if repeats {
      Self.write(visit, type, message, delay: 0, &webLate.text, body)
      webLate.note(.duplicate)
      webLate.endCleanRow()
    }
  }

  private static func write(
    _ visit: Visit, _ type: String, _ message: (UInt64, UInt64), delay: Int,
    _ text: inout RowText, _ body: (inout RowText) -> Void
  ) {
    text.append("{\"type\":\"\(type)\",\"messageId\":\"")
    text.append(uuid: message.0, message.1)
    text.append("\",\"anonymousId\":\"")
    text.append(visit.anonymousID)
    if let user = visit.userID {
      text.append("\",\"userId\":\"")
      text.append(user)
    }
    text.append("\",\"timestamp\":\"")
    text.append(milliseconds: visit.time + visit.skew)
    text.append("\",\"sentAt\":\"")
    text.append(milliseconds: visit.time + visit.skew + delay + 40)
    text.append("\",\"receivedAt\":\"")
    text.append(milliseconds: visit.time + delay + 160)
    text.append("\"")
    body(&text)
    text.append(",\"context\":{\"ip\":\"")
    text.append(visit.address)
    text.append("\",\"locale\":\"")
    text.append(visit.locale)
    text.append("\",\"userAgent\":\"")
    text.append(visit.agent)
    text.append("\"")
    if let cookie = visit.adCookie {
      text.append(",\"adserverId\":\"")
      text.append(cookie)
      text.append("\"")
    }
    if let source = visit.source {
      text.append(",\"campaign\":{\"source\":\"\(source.name)\",\"medium\":\"\(source.medium)\"")
      text.append(",\"name\":\"\(source.campaign)\"}")
    }
    text.append("}}")
  }
}
