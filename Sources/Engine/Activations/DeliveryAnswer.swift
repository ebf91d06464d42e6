package import Basis
package import Requests

/// What a delivery was, or would be.
package struct DeliveryAnswer: Sendable {
  /// The number under which it is recorded; nil where nothing was delivered.
  package var activation: Int64?
  /// The segment in its canonical text, and the version of a saved one.
  package let segment: String
  package let version: Int?
  package let destination: DestinationSummary
  package let waterfall: Requests.Waterfall
  /// Rows that are written: everybody, or those who came since the last delivery.
  package let rows: Int
  /// Against the last delivery; nil where there was none.
  package let added: Int?
  package let removed: Int?
  package let unchanged: Int?
  /// Identifiers that the destination has and is to lose, and whose values the workspace has no more, so
  /// that no removal file can name them.
  package let unnamed: Int
  /// How many of the rows have each identifier.
  package let reach: [Preflight.Reach]
  package let columns: [String]
  /// The first rows, masked.
  package let sample: [[String]]
  /// Why it may not be delivered; empty where it may.
  package let obstacles: [Obstacle]
  package let matching: MatchEstimate?
  package var files: [WrittenFile] = []
  package let asOf: Timestamp
  package let at: Timestamp

  /// One file that was written.
  package struct WrittenFile: Sendable, Equatable {
    package let path: String
    package let rows: Int
    package let bytes: Int
    package let sha256: String
  }

  package var delivered: Int { waterfall.delivered }
}
