package import Basis

/// What a feed's columns mean: the contents of a mapping file.
package struct Mapping: Sendable, Equatable {
  package var feed = Feed()
  package var row = RowRule()
  package var identifiers: [IdentifierRule] = []
  package var attributes: [ValueRule] = []
  package var fields: [ValueRule] = []
  package var consents: [ConsentRule] = []
  /// Purposes with the rules that speak about them, such as `tcf:1,3,4 vendor:755`.
  package var consentMap: [String: [String]] = [:]
  /// Takes the place of `consentMap` where the workspace has rules of its own.
  package var workspaceSignals: WorkspaceSignals?
  package var cost: CostRule?

  package init() {}
}

/// How the feed is written; what is left out is found out.
package struct Feed: Sendable, Equatable {
  package var kind: FeedKind?
  package var delimiter: UInt8?
  package var quote: UInt8?
  package var encoding: String?
  package var hasHeader: Bool?
  package var timeZone = "UTC"
  package var defaultRegion: String?
  /// The decimal mark of numbers whose rule names none.
  package var decimal: UInt8?
  package init() {}
}

/// What a row is, when it happened and what makes two rows the same.
package struct RowRule: Sendable, Equatable {
  package enum Kind: String, Sendable, CaseIterable {
    case event, profile, consent, cost, feedback
  }

  /// What makes two rows the same.
  package enum Key: Sendable, Equatable {
    case wholeRow
    case columns([String])
    /// Every row counts, whatever it says.
    case line
  }

  /// A test of one column against a few values.
  package struct Condition: Sendable, Equatable {
    package var column: String
    package var values: [String]
    package init(column: String, values: [String]) {
      (self.column, self.values) = (column, values)
    }
  }

  package var kinds: [Kind] = [.event]
  /// Kinds by the value of a column, for feeds whose rows differ, such as tracking calls.
  package var kindsByColumn: (column: String, kinds: [String: [Kind]])?
  package var event: Input?
  /// The event of rows whose kind alone tells it, such as a page call.
  package var eventsOfKinds: [String: String] = [:]
  package var time: TimeRule?
  package var sentAt: Input?
  package var receivedAt: Input?
  package var key = Key.wholeRow
  /// Whether an event without any identifier is kept, for totals; the kind of the source decides.
  package var keepsNobody = false
  package var skipWhen: Condition?
  package var onlyWhen: Condition?
  package init() {}

  package static func == (a: RowRule, b: RowRule) -> Bool {
    (a.kinds, a.event, a.time, a.sentAt, a.receivedAt) == (
      b.kinds, b.event, b.time, b.sentAt, b.receivedAt
    )
      && (a.key, a.skipWhen, a.onlyWhen) == (b.key, b.skipWhen, b.onlyWhen)
      && a.eventsOfKinds == b.eventsOfKinds && a.keepsNobody == b.keepsNobody
      && a.kindsByColumn?.column == b.kindsByColumn?.column
      && a.kindsByColumn?.kinds == b.kindsByColumn?.kinds
  }
}

/// Where a value comes from and what is done with its text before it is read.
package struct Input: Sendable, Equatable {
  package enum Case: String, Sendable { case lower, upper }

  package var columns: [String] = []
  package var join = " "
  /// The first column that has something counts, instead of all of them joined.
  package var takesFirst = false
  package var constant: String?
  package var isTrimmed = true
  package var split: String?
  package var part: Int?
  package var letterCase: Case?
  package var map: [String: String] = [:]
  package var mapDefault: String?
  package var fallback: String?
  package init() {}

  /// An input of one column as it is.
  package init(column: String) { columns = [column] }

  /// An input of the first of several columns that has something.
  package init(firstOf columns: [String]) { (self.columns, takesFirst) = (columns, true) }

  /// Whether the text is one column's as the feed has it, but for white space around it.
  package var isPlain: Bool { columns.count == 1 && isUnchanged }

  /// Whether nothing is done with the text but for taking off white space.
  package var isUnchanged: Bool {
    constant == nil && split == nil && letterCase == nil && map.isEmpty && mapDefault == nil
      && fallback == nil && isTrimmed
  }
}

/// An instant: a column, the pattern it is written in and the zone of local times.
package struct TimeRule: Sendable, Equatable {
  package var input: Input
  package var format: String?
  package var timeZone: String?
  package init(input: Input, format: String? = nil, timeZone: String? = nil) {
    (self.input, self.format, self.timeZone) = (input, format, timeZone)
  }
}

/// An identifier of the row.
package struct IdentifierRule: Sendable, Equatable {
  package var namespace: String
  package var input: Input
  /// For phone numbers: the column that has the country.
  package var regionColumn: String?
  /// For phone numbers: the country of those without a country code.
  package var defaultRegion: String?
  /// What other columns must say for the value to count, such as the system of the device.
  package var onlyWhen: [RowRule.Condition] = []
  package init(namespace: String, input: Input) {
    (self.namespace, self.input) = (namespace, input)
  }
}

/// An attribute of the row's identifiers, or a field of its event.
package struct ValueRule: Sendable, Equatable {
  package var name: String
  package var input: Input
  package var type: ValueType
  package var format: String?
  package var timeZone: String?
  package var decimal: UInt8?
  package var currency: Currency?
  package var currencyColumn: String?
  package var priority = 0
  package var isPersonal = false
  /// What the value is made into beyond its type, such as a country's code.
  package var meaning: String?
  /// The number counts millionths of a unit, as advertising platforms write money.
  package var isMicros = false
  /// Which values it may have, and what becomes of others.
  package var definition: AttributeDefinition

  package init(name: String, input: Input, type: ValueType) {
    (self.name, self.input, self.type) = (name, input, type)
    definition = AttributeDefinition(name: name)
  }
}

/// A consent: a column whose values grant or refuse a purpose, or a signal that the map reads.
package struct ConsentRule: Sendable, Equatable {
  package enum Source: Sendable, Equatable {
    case values(purpose: String, granted: [String], denied: [String])
    /// `tcf`, `consent_mode_gcs`, `consent_mode_gcd`, `gpc`, `gpp`, `us_privacy`, `flag`,
    /// `unsubscribe` or `bounce`.
    case signal(String)
  }

  package var column: String
  package var source: Source
  /// What the ledger is to know beside it; nil or an empty value leaves what the signal tells.
  package var jurisdiction: Input?
  package var basis: Input?
  /// Which version of a form was answered.
  package var form: Input?
  package init(column: String, source: Source) { (self.column, self.source) = (column, source) }
}

/// The columns of a platform's cost report.
package struct CostRule: Sendable, Equatable {
  package var day: TimeRule
  package var campaign: Input
  package var channel: Input
  package var impressions: Input?
  package var clicks: Input?
  package var cost: Input
  package var decimal: UInt8?
  package var currency: Currency?
  package var currencyColumn: String?
  /// The cost counts millionths of a unit.
  package var isMicros = false
  package init(day: TimeRule, campaign: Input, channel: Input, cost: Input) {
    (self.day, self.campaign, self.channel, self.cost) = (day, campaign, channel, cost)
  }
}
