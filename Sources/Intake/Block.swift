package import Basis
package import Columns

/// The rows of one chunk of a feed in canonical form, with dictionaries of its own.
///
/// Codes are local to the block; 0 is unknown, and `dictionary[0]` has code 1.
package struct Block: Sendable {
  /// Data rows that were read, usable or not.
  package var rowCount = 0
  /// Rows that the mapping leaves out, such as totals.
  package var skipped = 0
  package var badIdentifiers = 0
  package var bots = 0
  /// Rows of people who were erased, of which nothing is kept.
  package var erased = 0

  /// One key an accepted row, in the order of the file.
  package var keys: [UInt64] = []
  package var identifiers = LocalIdentifiers()

  // Events: which accepted row, whose (a local identifier + 1, 0 for nobody), when and what.
  package var eventRows: [UInt32] = []
  package var eventOwners: [UInt32] = []
  package var eventTimes: [UInt32] = []
  package var eventTypes: [UInt32] = []
  package var eventBots: [Bool] = []
  package var typeTexts = PackedTexts()
  /// One a field of the plan, each up to the last event that has a value.
  package var fields: [LocalColumn] = []

  /// One an attribute of the plan.
  package var facts: [LocalFacts] = []
  package var links: [LocalLink] = []
  package var consents: [LocalConsent] = []
  package var costs: [LocalCost] = []
  package var rejects: [BlockReject] = []
  /// What was left out of rows that are kept.
  package var flaws: [BlockFlaw] = []
  /// The memory of the chunk, for the next one.
  var spent: [UInt8] = []

  package init() {}

  /// Hands over the memory of the chunk.
  package mutating func takeSpent() -> [UInt8] {
    var taken: [UInt8] = []
    swap(&taken, &spent)
    return taken
  }

  /// Counts a value that is left out of the row at `line`.
  mutating func note(_ flaw: RowFlaw, line: Int) {
    if flaw.isIdentifier { badIdentifiers += 1 }
    if let index = flaws.firstIndex(where: { $0.field == flaw.field && $0.reason == flaw.reason }) {
      flaws[index].count += 1
    } else {
      flaws.append(BlockFlaw(field: flaw.field, reason: flaw.reason, count: 1, firstLine: line))
    }
  }
}

/// A value that a row is kept without.
struct RowFlaw {
  let field: String
  let reason: String
  var isIdentifier = false
}

/// Values of one field that were left out of kept rows for one reason.
package struct BlockFlaw: Sendable, Equatable {
  package let field: String
  package let reason: String
  package var count: Int
  package let firstLine: Int

  package init(field: String, reason: String, count: Int, firstLine: Int) {
    (self.field, self.reason, self.count, self.firstLine) = (field, reason, count, firstLine)
  }
}

/// The distinct identifiers of a block.
package struct LocalIdentifiers: Sendable {
  package var hashes: [UInt64] = []
  /// The keyed hash of the identifier's digest, by which other senders may know it; 0 for none.
  package var aliases: [UInt64] = []
  /// Index into the plan's namespaces.
  package var namespaces: [UInt8] = []
  package var ends: [UInt32] = []
  package var values: [UInt8] = []
  /// Whether a row that could be used names it; the others leave nothing behind.
  package var isUsed: [Bool] = []
  package init() {}
  package var count: Int { hashes.count }
}

/// Values of one field with the block's own dictionary.
package struct LocalColumn: Sendable {
  package var values: ValueBuffer
  package var texts = PackedTexts()
  package init(values: ValueBuffer) { self.values = values }
}

/// What a block says of one attribute.
package struct LocalFacts: Sendable {
  package var owners: [UInt32] = []
  package var times: [UInt32] = []
  package var column = LocalColumn(values: .codes([]))
}

/// Two local identifiers that a row put together.
package struct LocalLink: Sendable {
  package var a: UInt32
  package var b: UInt32
  package var time: UInt32
  package var evidence: LinkSlice.Evidence
}

/// What a row says of somebody's permission.
package struct LocalConsent: Sendable {
  package var row: UInt32
  package var owner: UInt32
  /// The other identifiers of the row, of which it says the same.
  package var beside: [UInt32] = []
  package var time: UInt32
  /// Purpose and whether it is granted.
  package var decisions: [(purpose: String, isGranted: Bool)]
  package var signal: String
  package var proof: String
  /// What the feed says of the record; empty where it leaves that to the signal.
  package var jurisdiction: String
  package var basis: String
  /// The version of the form that was answered.
  package var form: String
}

/// A line of a cost report.
package struct LocalCost: Sendable {
  package var row: UInt32
  package var day: CivilDate
  package var campaign: String
  package var channel: String
  package var impressions: Int
  package var clicks: Int
  package var cost: Money
}

/// A row that could not be used.
package struct BlockReject: Sendable {
  package var line: Int
  package var field: String?
  package var reason: RejectReason
  package var detail: String
  package var raw: [UInt8]

  package init(line: Int, field: String?, reason: RejectReason, detail: String, raw: [UInt8]) {
    (self.line, self.field, self.reason) = (line, field, reason)
    (self.detail, self.raw) = (detail, raw)
  }
}

/// Why a row could not be used, stable for scripts.
package enum RejectReason: String, Sendable, CaseIterable {
  case badStructure = "bad_structure"
  case badEncoding = "bad_encoding"
  case badTime = "bad_time"
  case missingTime = "missing_time"
  case timeOutOfRange = "time_out_of_range"
  case missingEvent = "missing_event"
  case noIdentifier = "no_identifier"
  case badIdentifier = "bad_identifier"
  case badNumber = "bad_number"
  case badDate = "bad_date"
  case badBoolean = "bad_boolean"
  case badCurrency = "bad_currency"
  case badConsent = "bad_consent"
  case notAllowed = "not_allowed"
  case tooLong = "too_long"
  case erased = "erased"
}
