internal import Basis
package import Formats

/// What a mapping may call its feed: how it is written, and with some also what its columns mean.
package enum FeedKind: String, Sendable, CaseIterable {
  case csv
  case jsonLines = "json_lines"
  case json
  /// Tracking calls of the Segment specification, one a line or in batches.
  case segment
  /// Records of consent dialogues with their TC strings.
  case tcf
  /// CM360 and DV360 Data Transfer, version 2.
  case dtv2
  /// Google Ad Manager Data Transfer.
  case gam
  case googleAds = "google_ads"
  case metaAds = "meta_ads"

  /// Whether the name alone says that the feed is JSON.
  var isJSON: Bool { self == .json || self == .jsonLines || self == .segment }
}

/// The form of a feed, given by its mapping or found out from its first bytes.
package enum FeedFormat: Sendable, Equatable {
  case delimited(Dialect)
  case jsonLines
  /// One array, or objects that span several lines.
  case jsonArray

  /// What `audit` and the batch record call it.
  package var name: String {
    switch self {
    case .delimited: "csv"
    case .jsonLines: "json_lines"
    case .jsonArray: "json"
    }
  }

  /// Finds the form of a feed: the mapping's word, then what the text looks like.
  package static func find(_ head: [UInt8], mapping: Feed?) -> FeedFormat {
    let isObject = begins(head, "{")
    if begins(head, "["), mapping?.kind != .csv { return .jsonArray }
    if mapping?.kind?.isJSON == true || isObject && mapping?.kind != .csv {
      return isObject && spansLines(head) ? .jsonArray : .jsonLines
    }
    var dialect = Dialect.sniff(head)
    if let delimiter = mapping?.delimiter { dialect.delimiter = delimiter }
    if let quote = mapping?.quote { dialect.quote = quote }
    if let hasHeader = mapping?.hasHeader { dialect.hasHeader = hasHeader }
    return .delimited(dialect)
  }

  private static func begins(_ head: [UInt8], _ bracket: Unicode.Scalar) -> Bool {
    head.first { $0 > 32 } == UInt8(ascii: bracket)
  }

  /// Whether the first object goes on behind its first line, as when it is laid out for people.
  ///
  /// A broken line of JSON lines goes on behind its end too, but then the next begins an object.
  private static func spansLines(_ head: [UInt8]) -> Bool {
    guard let start = head.firstIndex(where: { $0 > 32 }),
      let end = head[start...].firstIndex(of: 10)
    else { return false }
    let first = head[start..<end].last { $0 > 32 }
    guard first != UInt8(ascii: "}"), let next = head[end...].first(where: { $0 > 32 }) else {
      return false
    }
    return next != UInt8(ascii: "{") || first == UInt8(ascii: "[")
  }
}
