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
  package let countsEveryRow: Bool
  let skipWhen: BoundCondition?
  let onlyWhen: BoundCondition?
  let kindColumn: Int?
  let cost: BoundCost?
  let signals: ConsentSignals
  var erased: ErasedPeople
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

// Those below are classes because every row passes them on: a struct of their size was copied,
// with a count raised for each of its strings, in a quarter of the time of an ingest.

final class BoundIdentifier: Sendable {
  let namespace: UInt8
  let name: String
  let kind: IdentifierNamespace
  let input: BoundInput
  let rules: IdentifierRules
  let regionColumn: Int?
  let conditions: [BoundCondition]
  /// Keyed for the namespace, so that equal texts of two namespaces differ.
  let hash: KeyedHash
  /// For plain e-mails and phone numbers: the look-up of their SHA-256, which others send instead.
  let alias: KeyedHash?
  let plainColumn: Int?

  init(
    namespace: UInt8, name: String, input: BoundInput, rules: IdentifierRules, regionColumn: Int?,
    conditions: [BoundCondition], hash: KeyedHash, alias: KeyedHash?
  ) {
    (self.namespace, self.input, self.rules) = (namespace, input, rules)
    self.name = name
    kind = IdentifierNamespace(name)
    (self.regionColumn, self.conditions) = (regionColumn, conditions)
    (self.hash, self.alias) = (hash, alias)
    plainColumn = input.plainColumn
  }

  /// The same rule as an object of its own.
  ///
  /// Every row refers to it, and two cores that count references at one place wait for each other.
  var copy: BoundIdentifier {
    BoundIdentifier(
      namespace: namespace, name: name, input: input, rules: rules, regionColumn: regionColumn,
      conditions: conditions, hash: hash, alias: alias)
  }

  /// Appends the canonical bytes of a value, by the country that the row says where it says one.
  func canonicalise(_ text: Span<UInt8>, _ row: RowText, into out: inout [UInt8])
    -> IdentifierVerdict
  {
    if let regionColumn, let region = Countries.code(row.string(regionColumn)) {
      return IdentifierRules(defaultRegion: region).canonicalise(text, as: kind, into: &out)
    }
    return rules.canonicalise(text, as: kind, into: &out)
  }
}

final class BoundValue: Sendable {
  let rule: ValueRule
  let type: ValueType
  let input: BoundInput
  /// The only column of the value, whatever is done with its text.
  let onlyColumn: Int?
  let plainColumn: Int?
  let currencyColumn: Int?
  let time: TimeReader?
  let mark: DecimalMark
  /// The allowed values by themselves in small letters; nil where any will do.
  let allowed: [String: String]?

  init(
    rule: ValueRule, input: BoundInput, currencyColumn: Int?, time: TimeReader?, mark: DecimalMark
  ) {
    (self.rule, self.type, self.input) = (rule, rule.type, input)
    (self.currencyColumn, self.time) = (currencyColumn, time)
    onlyColumn = input.columns.count == 1 && input.input.constant == nil ? input.columns[0] : nil
    plainColumn = input.plainColumn
    self.mark = rule.decimal.map(DecimalMark.init) ?? mark
    let values = rule.definition.allowed
    allowed =
      values.isEmpty
      ? nil : Dictionary(values.map { ($0.lowercased(), $0) }, uniquingKeysWith: { a, _ in a })
  }
}

final class BoundConsent: Sendable {
  let column: Int
  let rule: ConsentRule
  let jurisdiction: BoundInput?
  let basis: BoundInput?
  let form: BoundInput?

  init(
    column: Int, rule: ConsentRule, jurisdiction: BoundInput?, basis: BoundInput?,
    form: BoundInput?
  ) {
    (self.column, self.rule, self.jurisdiction) = (column, rule, jurisdiction)
    (self.basis, self.form) = (basis, form)
  }
}

final class BoundCost: Sendable {
  let rule: CostRule
  let day: BoundTime
  let campaign: BoundInput
  let channel: BoundInput
  let impressions: BoundInput?
  let clicks: BoundInput?
  let cost: BoundInput
  let currencyColumn: Int?
  let mark: DecimalMark

  init(
    rule: CostRule, day: BoundTime, campaign: BoundInput, channel: BoundInput,
    impressions: BoundInput?, clicks: BoundInput?, cost: BoundInput, currencyColumn: Int?,
    mark: DecimalMark
  ) {
    (self.rule, self.day, self.campaign, self.channel) = (rule, day, campaign, channel)
    (self.impressions, self.clicks, self.cost) = (impressions, clicks, cost)
    (self.currencyColumn, self.mark) = (currencyColumn, mark)
  }
}
