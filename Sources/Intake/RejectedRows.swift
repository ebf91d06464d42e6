package import Basis
package import Formats
package import Sealing

/// Reads rows again that were rejected before, each for itself, with a mapping that may be another.
package struct RejectedRows: Sendable {
  package let plan: RowPlan
  private let parser: ChunkParser

  /// Prepares to read rows of a feed; `header`, `dialect` and `decimal` are those of the feed as it
  /// came, the first two nil for JSON lines, and `file` is its name.
  package init(
    header: [String]?, dialect: Dialect?, decimal: DecimalMark, file: String, mapping: Mapping,
    hashing: (String) throws(Fault) -> KeyedHash,
    erased: ErasedPeople = .nobody, now: Timestamp
  ) throws(Fault) {
    let format = dialect.map(FeedFormat.delimited) ?? .jsonLines
    let complete = FeedSpec.completed(mapping, columns: header ?? [], file: file)
    plan = try RowPlan(
      complete, header: header, decimal: decimal, hashing: hashing, erased: erased)
    parser = ChunkParser(
      plan: plan, format: format, width: header?.count ?? 0, ingestTime: now)
  }

  /// What a row gives now: a block with a reject where it still cannot be used.
  package func read(_ raw: [UInt8], line: Int) -> Block {
    parser.parse(Chunk(bytes: raw, firstLine: line))
  }
}
