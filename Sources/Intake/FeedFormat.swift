internal import Basis
package import Formats

/// The form of a feed, given by its mapping or found out from its first bytes.
package enum FeedFormat: Sendable, Equatable {
  case delimited(Dialect)
  case jsonLines
  case jsonArray

  /// What `audit` and the batch record call it.
  package var name: String {
    switch self {
    case .delimited: "csv"
    case .jsonLines: "json_lines"
    case .jsonArray: "json"
    }
  }

  /// The names that a mapping may give.
  package static let names = ["csv", "json_lines", "json", "segment"]

  /// Finds the form of a feed: the mapping's word, then what the text looks like.
  package static func find(_ head: [UInt8], mapping: Feed?) -> FeedFormat {
    switch mapping?.format {
    case "json_lines", "segment", "json", "tcf": return begins(head, "[") ? .jsonArray : .jsonLines
    case nil where begins(head, "{"): return .jsonLines
    case nil where begins(head, "["): return .jsonArray
    default: break
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
}
