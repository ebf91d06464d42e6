import Basis
import Columns
import Formats
import Intake
import Sealing
import Support
import Testing

/// Reads feeds of a few lines for the suites below.
enum SmallFeed {
  static func block(
    _ bytes: [UInt8], _ mapping: String, name: String = "feed"
  ) throws -> Block {
    var feed = try open(bytes, mapping, name: name)
    let chunk = try #require(try feed.next())
    return feed.parser.parse(chunk)
  }

  /// How a mapping reads any feed of its kind.
  static func plan(_ mapping: String) throws -> RowPlan {
    try open(Array("{}".utf8), mapping, name: "feed").plan
  }

  private static func open(
    _ bytes: [UInt8], _ mapping: String, name: String
  ) throws -> FeedReader {
    let path = try temporaryFolder() + "/" + name
    try FileSystem.write(bytes, to: path)
    let key = try #require(SecretKey([UInt8](repeating: 7, count: 32)))
    let vault = try Vault(key)
    return try FeedReader.open(
      path, mapping: try Mapping.parse(mapping, file: "a mapping"),
      hashing: { (name) throws(Fault) in try vault.lookup(namespace: name) },
      now: Timestamp(1_793_491_200))
  }

  static func block(
    _ text: String, _ mapping: String, name: String = "feed"
  ) throws -> Block {
    try block(Array(text.utf8), mapping, name: name)
  }
}

@Suite("Kinds of feeds") struct FeedKindTests {
  @Test("a batch of tracking calls reads as its calls do one by one")
  func batches() throws {
    let calls = [
      #"{"type":"track","event":"Order Completed","messageId":"1","userId":"u1","timestamp":"2026-08-01T10:00:00Z","properties":{"revenue":12.5,"name":"a \"b\", c]"}}"#,
      #"{"type":"page","messageId":"2","anonymousId":"a1","timestamp":"2026-08-01T10:00:01Z"}"#,
    ]
    let mapping = "[feed]\nformat = \"segment\"\n"
    let lines = try SmallFeed.block(calls.joined(separator: "\n"), mapping)
    let body =
      #"{"batch":["# + calls.joined(separator: " , ")
      + #"],"context":{"userAgent":"Googlebot/2.1 \u0041"},"sentAt":"2026-08-01T10:00:05Z"}"#
    let batch = try SmallFeed.block(body, mapping)
    #expect(batch.rowCount == 2)
    #expect(batch.keys == lines.keys)
    #expect(batch.eventTimes == lines.eventTimes)
    #expect(batch.typeTexts.strings == ["purchase", "page_view"])
    // What the body says in its context counts for each call.
    #expect(batch.bots == 2)
  }

  @Test("a page call's own properties are its page, where the context has none")
  func pages() throws {
    let calls = [
      #"{"type":"page","userId":"u","timestamp":"2026-08-01T10:00:00Z","properties":{"url":"https://a.example/p","path":"/p","referrer":"https://b.example/"}}"#,
      #"{"type":"page","userId":"u","timestamp":"2026-08-01T10:00:01Z","context":{"page":{"path":"/c"}},"properties":{"path":"/p"}}"#,
    ]
    let block = try SmallFeed.block(
      calls.joined(separator: "\n"), "[feed]\nformat = \"segment\"\n")
    let texts = block.fields.map(\.texts.strings)
    #expect(texts.contains(["https://a.example/p"]))
    #expect(texts.contains(["/p", "/c"]))
    #expect(texts.contains(["https://b.example/"]))
  }

  @Test("the locale of a call tells the language, too, and one that is none is kept as it is")
  func languages() throws {
    let calls = ["de-AT", "pt_BR", "xx-XX"].enumerated().map { second, locale in
      #"{"type":"identify","userId":"u\#(second)","timestamp":"2026-08-01T10:00:0\#(second)Z","context":{"locale":"\#(locale)"}}"#
    }
    let block = try SmallFeed.block(
      calls.joined(separator: "\n"), "[feed]\nformat = \"segment\"\n")
    let texts = block.facts.map(\.column.texts.strings)
    #expect(block.rejects.isEmpty)
    #expect(texts.contains(["de-AT", "pt_BR", "xx-XX"]))
    #expect(texts.contains(["de", "pt", "xx-XX"]))
  }

  @Test("an order has its currency, its total as revenue, and its products counted and summed")
  func orders() throws {
    let call =
      #"{"type":"track","event":"Order Completed","userId":"u","timestamp":"2026-08-01T10:00:00Z","properties":{"order_id":"o1","total":30.2,"currency":"SEK","coupon":"SUMMER","products":[{"product_id":"a","price":9.95,"quantity":2},{"sku":"b","price":10.3},{"x":1,"price":0}]}}"#
    let plan = try SmallFeed.plan("[feed]\nformat = \"segment\"\n")
    let block = try SmallFeed.block(call, "[feed]\nformat = \"segment\"\n")
    func column(_ name: String) throws -> LocalColumn {
      block.fields[try #require(plan.fieldNames.firstIndex(of: name))]
    }
    func whole(_ name: String) throws -> [Int64]? {
      guard case .whole(let values) = try column(name).values else { return nil }
      return values
    }
    #expect(try column("currency").texts.strings == ["SEK"])
    #expect(try column("coupon").texts.strings == ["SUMMER"])
    #expect(try column("products").texts.strings == ["a", "b"])
    #expect(try whole("revenue") == [30_20])
    #expect(try whole("items") == [4])
    #expect(try whole("products_value") == [30_20])
  }

  @Test("a list of products that is none of the kind costs nothing but itself")
  func brokenProducts() throws {
    for list in ["[]", "[1,2]", #"[{"price":"x"}]"#, #"[{"product_id":"a"}]"#, "[[[", "{}"] {
      let call =
        #"{"type":"track","event":"e","userId":"u","timestamp":"2026-08-01T10:00:00Z","properties":{"products":"#
        + list + "}}"
      let block = try SmallFeed.block(call, "[feed]\nformat = \"segment\"\n")
      #expect(block.keys.count == (list == "[[[" ? 0 : 1), "\(list)")
    }
  }

  @Test("a call that cannot be used is kept as a body that can be read again")
  func batchRejects() throws {
    let mapping = "[feed]\nformat = \"segment\"\n"
    let body =
      #"{"sentAt":"2026-08-01T10:00:05Z","batch":[{"type":"page","userId":"u","timestamp":"2026-08-01T10:00:00Z"},{"type":"page","userId":"v"}]}"#
    let block = try SmallFeed.block(body, mapping)
    #expect(block.keys.count == 1)
    let reject = try #require(block.rejects.first)
    #expect(reject.reason == .missingTime)
    let again = try SmallFeed.block(reject.raw, mapping)
    #expect(again.rejects.map(\.raw) == [reject.raw])
  }

  @Test("objects laid out over several lines read as one a line")
  func laidOut() throws {
    let text = """
      {
        "type": "page", "messageId": "1",
        "userId": "u1", "timestamp": "2026-08-01T10:00:00Z"
      }
      { "type": "page", "messageId": "2",
        "userId": "u2", "timestamp": "2026-08-01T10:00:00Z" }
      """
    let block = try SmallFeed.block(text, "[feed]\nformat = \"segment\"\n")
    #expect(block.keys.count == 2)
    #expect(block.rejects.isEmpty)
  }

  @Test("a phone's advertising id counts by its system, and only while its owner lets it")
  func advertisingIDs() throws {
    func call(_ type: String, _ isAllowed: Bool, _ id: String) -> String {
      #"{"type":"page","messageId":"\#(id)","anonymousId":"a\#(id)","timestamp":"2026-08-01T10:00:00Z","context":{"device":{"type":"\#(type)","adTrackingEnabled":\#(isAllowed),"advertisingId":"c56246a0-b22b-48be-881d-47dafb1195a\#(id)"}}}"#
    }
    let feed = [call("ios", true, "1"), call("android", true, "2"), call("ios", false, "3")]
    let block = try SmallFeed.block(
      feed.joined(separator: "\n"), "[feed]\nformat = \"segment\"\n")
    #expect(block.identifiers.count == 5)
    #expect(block.links.count == 2)
  }

  @Test("a Google Ads report needs no more than its name, whatever its language")
  func googleAds() throws {
    let english = """
      Campaign performance report
      "1 August 2026 - 2 August 2026"
      Day,Campaign,Network,Currency code,Impr.,Clicks,Cost
      2026-08-01,brand,Google search,EUR,"1,057",12,"1,234.50"
      2026-08-02,Total recall,Google search,EUR,7,1,0.35
      Total: Account, ,--,EUR,"1,064",13,"1,234.85"
      """
    let german = """
      Kampagnenbericht;;;;;;
      Tag;Kampagne;Werbenetzwerk;Währungscode;Impressionen;Klicks;Kosten
      01.08.2026;brand;Google-Suche;EUR;1.057;12;1.234,50
      02.08.2026;Total recall;Google-Suche;EUR;7;1;0,35
      Gesamt: Konto;;;EUR;1.064;13;1.234,85
      """
    for (text, day) in [(english, ""), (german, "dd.MM.yyyy")] {
      var mapping = "[feed]\nformat = \"google_ads\"\n"
      if !day.isEmpty {
        mapping += """
          [cost]
          day = { column = "Tag", format = "\(day)" }
          campaign = "Kampagne"
          channel = "Werbenetzwerk"
          impressions = "Impressionen"
          clicks = "Klicks"
          cost = "Kosten"
          currency_column = "Währungscode"
          """
      }
      let block = try SmallFeed.block(text, mapping)
      #expect(block.costs.map(\.cost.minorUnits) == [123_450, 35])
      #expect(block.costs.map(\.impressions) == [1_057, 7])
      #expect(block.costs.map(\.campaign) == ["brand", "Total recall"])
      #expect(block.skipped == 1)
      #expect(block.rejects.isEmpty)
    }
  }

  @Test("a Meta report says its currency in a column's name, and its total has no campaign")
  func metaAds() throws {
    let text = """
      Reporting starts,Reporting ends,Campaign name,Platform,Impressions,Link clicks,Amount spent (SEK)
      2026-08-01,2026-08-02,,,110,3,12.30
      2026-08-01,2026-08-01,spring,instagram,50,1,10.10
      2026-08-02,2026-08-02,spring,instagram,60,2,2.20
      """
    let block = try SmallFeed.block(text, "[feed]\nformat = \"meta_ads\"\n")
    #expect(block.costs.count == 2)
    #expect(block.costs.allSatisfy { $0.cost.currency.code == "SEK" })
    #expect(block.skipped == 1)
  }

  @Test("costs in millionths become minor units")
  func micros() throws {
    let text =
      "segments.date,campaign.name,metrics.clicks,metrics.cost_micros,customer.currency_code\n2026-08-01,a,3,1234500,EUR\n"
    let block = try SmallFeed.block(text, "[feed]\nformat = \"google_ads\"\n")
    #expect(block.costs.map(\.cost.minorUnits) == [123])
  }

  @Test("CM360's Data Transfer needs no mapping, and a user id of 0 is nobody")
  func dataTransfer() throws {
    let text = """
      Event Time,User ID,Advertiser ID,Campaign ID,Placement ID,Country Code,Event Type,DV360 Device Type
      1785717783549354,AMsySZ03,81,3110,55,NL,VIEW,2
      1785717783549355,0,81,3110,55,NL,CLICK,0
      """
    let block = try SmallFeed.block(text, "[feed]\nformat = \"dtv2\"\n")
    #expect(block.typeTexts.strings == ["ad_impression", "ad_click"])
    #expect(block.eventTimes == [1_785_717_783, 1_785_717_783])
    #expect(block.eventOwners == [1, 0])
    #expect(block.fields.flatMap(\.texts.strings).contains("phone"))
  }

  @Test("Ad Manager's logs are told apart by their files' names")
  func adManager() throws {
    let text = """
      Time,TimeUsec2,UserId,PublisherProvidedID,AdvertiserId,OrderId,LineItemId,CreativeId,AdUnitId,Country,CustomTargeting,ImpressionId,KeyPart
      2026-08-01-10:00:00,1785578400000000,AMs1,p1,1,2,3,4,5,Germany,sec=news;pos=top,abc,1
      2026-08-01-10:00:00,1785578400000000,AMs1,,1,2,3,4,5,Germany,,abd,1
      """
    for (name, event) in [
      ("NetworkImpressions_20260801", "ad_impression"),
      ("NetworkBackfillClicks_20260801", "ad_click"),
    ] {
      let block = try SmallFeed.block(text, "[feed]\nformat = \"gam\"\n", name: name)
      #expect(block.typeTexts.strings == [event])
      #expect(block.eventTimes == [1_785_578_400, 1_785_578_400])
      #expect(block.identifiers.count == 2)
      #expect(block.fields.flatMap(\.texts.strings).contains("DE"))
      #expect(block.fields.flatMap(\.texts.strings).contains("pos=top"))
    }
  }

  @Test("a report's words for a total are known, and campaigns that sound alike are not")
  func totals() {
    for word in [
      "Total", "Total: Account", "total general", "Gesamt: Konto", "Summe", "Grand Total",
    ] {
      #expect(TotalRow.isTotal(word))
    }
    for word in [
      "Totally new", "total_recall", "Gesamtschule", "Summer", "Total recall", "brand", "",
    ] {
      #expect(!TotalRow.isTotal(word))
    }
  }
}
