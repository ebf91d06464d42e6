package import Basis
package import Formats
package import Normalise
package import Sealing

/// Reads rows again that were rejected before, each for itself, with a mapping that may be another.
package struct RejectedRows: Sendable {
  package let plan: RowPlan
  private let parser: ChunkParser

  /// Prepares to read rows of a feed; `header` and `dialect` are those of the feed as it came, nil
  /// for JSON lines.
  package init(
    header: [String]?, dialect: Dialect?, mapping: Mapping,
    hashing: (String) throws(Fault) -> KeyedHash, bad: BadIdentifiers,
    erased: ErasedPeople = .nobody, now: Timestamp
  ) throws(Fault) {
    let format = dialect.map(FeedFormat.delimited) ?? .jsonLines
    let isSegment = mapping.feed.format == "segment" && format == .jsonLines
    plan = try RowPlan(
      isSegment ? SegmentSpec.completed(mapping) : mapping, header: header, hashing: hashing,
      bad: bad, erased: erased)
    parser = ChunkParser(
      plan: plan, format: format, width: header?.count ?? 0, ingestTime: now)
  }

  /// What a row gives now: a block with a reject where it still cannot be used.
  package func read(_ raw: [UInt8], line: Int) -> Block {
    parser.parse(Chunk(bytes: raw, firstLine: line))
  }
}
