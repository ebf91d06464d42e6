package import Basis

/// What an erasure will do, as it is shown before anybody says yes.
package struct ErasurePreview: Sendable {
  /// An identifier that is erased, masked.
  package struct Named: Sendable {
    package let namespace: String
    package let shown: String
  }

  /// One thing that happens, and to how many rows, lists or files.
  package struct Step: Sendable {
    package let place: String
    package let action: String
    package let count: Int
  }

  /// A destination that must be told.
  package struct Notice: Sendable {
    package let destination: String
    package let deliveries: Int
    package let last: Timestamp
    /// False where its description is gone or has mistakes, so that its own format is not known.
    package let isDescribed: Bool
  }

  package let lens: Lens
  package let identifiers: [Named]
  package let steps: [Step]
  package let notices: [Notice]
  /// Rows of events and attributes by source.
  package let bySource: [(source: String, rows: Int)]
  /// Other files in the workspace's folder that mention the person.
  package let files: [String]
  /// Files there that mention the person where Parterre cannot take lines out: packed, or in UTF-16.
  package let filesWithin: [String]
  /// Packed files there that are damaged, so that nobody can tell what they hold.
  package let filesUnreadable: [String]
  /// Plain values of other people's rows that mention the person.
  package let mentions: [ValueMention]
  /// Delivered files elsewhere, which only their owner can remove.
  package let elsewhere: [String]
  /// Copies of the catalogue from before a migration, which go as a whole.
  package let olderCopies: Int
}

/// What an erasure did.
package struct ErasureOutcome: Sendable {
  package let preview: ErasurePreview
  /// The number and the hash of the receipt, by which it can be named later.
  package let receipt: Int64
  package let hash: String
  /// One file for each destination that must be told.
  package let removalFiles: [String]
  /// Files that still have an identifier among their bytes, or that nobody can look into; empty when
  /// all went well.
  package let leftovers: [String]
  /// Plain values of other people's rows that still mention the person.
  package let mentions: [ValueMention]
}
