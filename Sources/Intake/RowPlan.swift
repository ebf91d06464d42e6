package import Basis
internal import Formats
internal import Normalise
internal import Sealing

/// A mapping bound to the columns of one file: numbers instead of names, readers instead of patterns.
package struct RowPlan: Sendable {
  package let mapping: Mapping
  /// The columns that the reader must deliver, by their position in a row's cells.
  package let columns: [String]
  package let namespaces: [String]
  package let fieldNames: [String]
  package let fieldTypes: [ValueType]
  package let attributeNames: [String]
  package let attributeTypes: [ValueType]
  /// For delimited text: the place in the file of each of `columns`.
  package let sourceColumns: [Int]

  let identifiers: [BoundIdentifier]
  let fields: [BoundValue]
  let attributes: [BoundValue]
  let consents: [BoundConsent]
  let event: BoundInput?
  let time: BoundTime?
  let sentAt: BoundTime?
  let receivedAt: BoundTime?
  let keyColumns: [Int]?
  let countsEveryRow: Bool
  let skipWhen: BoundCondition?
  let onlyWhen: BoundCondition?
  let kindColumn: Int?
  let cost: BoundCost?
  let signals: ConsentSignals
}

/// An input with its columns as positions.
struct BoundInput: Sendable {
  var columns: [Int]
  var input: Input
  /// The only column of an input that is used as it is.
  var plainColumn: Int?
}

struct BoundCondition: Sendable {
  var column: Int
  var values: [[UInt8]]
}

struct BoundTime: Sendable {
  var input: BoundInput
  var reader: TimeReader
}

struct BoundIdentifier: Sendable {
  var namespace: UInt8
  var input: BoundInput
  var rules: IdentifierRules
  var regionColumn: Int?
  /// Keyed for the namespace, so that equal texts of two namespaces differ.
  var hash: KeyedHash
}

struct BoundValue: Sendable {
  var rule: ValueRule
  var input: BoundInput
  var currencyColumn: Int?
  var time: TimeReader?
}

struct BoundConsent: Sendable {
  var column: Int
  var rule: ConsentRule
}

struct BoundCost: Sendable {
  var rule: CostRule
  var day: BoundTime
  var campaign: BoundInput
  var channel: BoundInput
  var impressions: BoundInput?
  var clicks: BoundInput?
  var cost: BoundInput
  var currencyColumn: Int?
}
