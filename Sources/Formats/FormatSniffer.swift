/// The kinds of feed that a mapping may name.
package enum FeedFormat: String, Sendable, CaseIterable {
  case csv
  case jsonLines = "json_lines"
  case json
  case segment
  case tcf
  case dtv2
  case gam
  case googleAds = "google_ads"
  case metaAds = "meta_ads"
}

/// What the beginning of a feed tells about it.
package struct SniffedFormat: Sendable, Hashable {
  package let format: FeedFormat
  /// How records are delimited; nil for JSON.
  package let delimited: SniffedDialect?
  package let encoding: TextEncoding
  package let shape: RecordShape
  /// Why it was decided so, for `audit`.
  package let reasons: [String]
}

/// Tells what a feed is from its beginning.
package enum FormatSniffer {
  /// Looks at the decompressed beginning of a feed, which may be cut off anywhere; nil when it is
  /// neither delimited text nor JSON nor a list of consent strings.
  package static func sniff(_ head: Span<UInt8>) -> SniffedFormat? {
    let encoding = TextEncoding.detect(head)
    var transcoder = Transcoder(encoding)
    var text: [UInt8] = []
    transcoder.append(head, to: &text)
    if text.starts(with: [0xEF, 0xBB, 0xBF]) { text.removeFirst(3) }
    let start = text.firstIndex { $0 != 0x20 && $0 != 0x0A && $0 != 0x0D && $0 != 0x09 }
    guard let start else { return nil }
    if text[start] == UInt8(ascii: "[") {
      return SniffedFormat(
        format: .json, delimited: nil, encoding: encoding, shape: .jsonArray,
        reasons: ["the text is a JSON array"])
    }
    if text[start] == UInt8(ascii: "{") { return json(Array(text[start...]), encoding) }
    if let sniffed = Dialect.sniff(head) { return delimited(sniffed) }
    return consentLines(text, encoding)
  }

  private static func json(_ text: [UInt8], _ encoding: TextEncoding) -> SniffedFormat {
    let line = Array(text.prefix { $0 != 0x0A && $0 != 0x0D })
    guard let first = try? JSONValue.parse(line, file: "") else {
      return SniffedFormat(
        format: .json, delimited: nil, encoding: encoding, shape: .jsonArray,
        reasons: ["its JSON objects span several lines"])
    }
    let calls: Set<String> = ["track", "identify", "page", "screen", "group", "alias"]
    let isCall = first["type"]?.string.map(calls.contains) ?? false
    let hasIdentity = first["anonymousId"] != nil || first["userId"] != nil
    let isBatch = first["batch"]?.array != nil
    let isSegment = isBatch || (isCall && hasIdentity)
    return SniffedFormat(
      format: isSegment ? .segment : .jsonLines, delimited: nil, encoding: encoding, shape: .lines,
      reasons: isSegment
        ? ["its JSON lines carry a Segment call's type and identity"] : ["each line is an object"])
  }

  private static func delimited(_ sniffed: SniffedDialect) -> SniffedFormat {
    let names = Set(sniffed.header.map { $0.lowercased() })
    let match = KnownHeader.all.first { $0.matches(names) }
    var reasons = sniffed.reasons
    if let match { reasons.append("its columns are those of \(match.title)") }
    return SniffedFormat(
      format: match?.format ?? .csv, delimited: sniffed, encoding: sniffed.dialect.encoding,
      shape: .delimited(sniffed.dialect), reasons: reasons)
  }

  /// Core strings of the TCF begin with their version, 2, as `C`, and are nothing but base64url.
  private static func consentLines(_ text: [UInt8], _ encoding: TextEncoding) -> SniffedFormat? {
    let line = text.prefix { $0 != 0x0A && $0 != 0x0D }
    let isConsent =
      line.count >= 20 && line.first == UInt8(ascii: "C")
      && line.allSatisfy { byte in
        (byte >= 48 && byte <= 57) || (byte >= 65 && byte <= 90) || (byte >= 97 && byte <= 122)
          || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ".")
      }
    guard isConsent else { return nil }
    return SniffedFormat(
      format: .tcf, delimited: nil, encoding: encoding, shape: .lines,
      reasons: ["each line looks like a TCF string"])
  }
}

/// Column names by which a report is known; each group must have one of its names there.
private struct KnownHeader {
  let format: FeedFormat
  let title: String
  let groups: [Set<String>]

  func matches(_ names: Set<String>) -> Bool {
    groups.allSatisfy { !$0.isDisjoint(with: names) }
  }

  static let all: [KnownHeader] = [
    KnownHeader(
      format: .tcf, title: "consent records",
      groups: [
        ["tc_string", "tcstring", "tcf_string", "consent_string", "euconsent", "euconsent-v2"]
      ]),
    KnownHeader(
      format: .dtv2, title: "CM360 Data Transfer",
      groups: [["event time"], ["user id"], ["event type"]]),
    KnownHeader(
      format: .gam, title: "Google Ad Manager Data Transfer",
      groups: [["timeusec2", "time"], ["lineitemid"], ["userid", "publisherprovidedid"]]),
    KnownHeader(
      format: .metaAds, title: "a Meta Ads report",
      groups: [
        ["campaign name", "kampagnenname"],
        [
          "reporting starts", "berichtsstart", "day", "tag", "ad set name",
          "name der anzeigengruppe",
        ],
        ["reach", "reichweite", "link clicks", "link-klicks", "reporting starts", "berichtsstart"],
      ]),
    KnownHeader(
      format: .googleAds, title: "a Google Ads report",
      groups: [
        ["campaign", "kampagne"], ["cost", "kosten"],
        ["impr.", "impressions", "impressionen", "clicks", "klicks"],
      ]),
  ]
}
