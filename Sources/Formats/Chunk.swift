/// A run of whole records of a feed, in UTF-8, that any thread can scan by itself.
package struct Chunk: Sendable {
  /// The records, with the line ends between them.
  package var bytes: [UInt8]
  /// The number of the line that `bytes` begins with, counted from 1.
  package let firstLine: Int
  /// Where `bytes` begins in the decompressed feed (in its UTF-8 form where it was transcoded).
  package let byteOffset: Int
  /// The line of each record where that cannot be counted from the bytes: elements of an array.
  package var recordLines: [Int]?
  /// Records that were too long to be held, before or between those of `bytes`.
  package var tooLong: [LongRecord]
}

/// A record that was passed over because it was longer than the limit.
package struct LongRecord: Sendable, Hashable {
  package let line: Int
  package let byteOffset: Int
  /// How many bytes were passed over.
  package let length: Int
  /// The beginning of the record, for the ledger of rejects.
  package let head: [UInt8]

  /// How much of a record that is too long is kept.
  static let headLength = 1_024
}

/// What makes up one record of a feed.
package enum RecordShape: Sendable, Hashable {
  /// Delimited records, which may hold line ends in quotes.
  case delimited(Dialect)
  /// One record a line.
  case lines
  /// The elements of one JSON array; each is handed out on a line of its own.
  case jsonArray
}
