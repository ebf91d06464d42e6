package import Basis

/// A report that can be asked for, and what it can be told.
package struct ReportKind: Hashable, Sendable {
  package struct Parameter: Hashable, Sendable {
    package var name: String
    package var value: String
    /// What it may be; empty where anything may.
    package var choices: [String]
    /// How help shows what it takes, such as `DIM,…`.
    package var placeholder: String
    /// A few words for help: what it does.
    package var about: String

    package init(
      name: String, value: String = "", choices: [String] = [], placeholder: String = "VALUE",
      about: String = ""
    ) {
      (self.name, self.value, self.choices) = (name, value, choices)
      (self.placeholder, self.about) = (placeholder, about)
    }
  }

  package var name: String
  package var title: String
  /// One sentence: what the report answers.
  package var about: String
  package var parameters: [Parameter]

  package init(name: String, title: String, about: String, parameters: [Parameter]) {
    (self.name, self.title, self.about, self.parameters) = (name, title, about, parameters)
  }
}

/// A report with its parameters, in the words of the command line.
package struct ReportRequest: Hashable, Sendable {
  package struct Setting: Hashable, Sendable {
    package var name: String
    package var value: String
    package init(_ name: String, _ value: String) { (self.name, self.value) = (name, value) }
  }

  package var name: String
  package var settings: [Setting]

  package init(name: String, settings: [Setting] = []) {
    (self.name, self.settings) = (name, settings)
  }
}

/// The answer of any report: a table, with what can be drawn of it.
package struct ReportTable: Hashable, Sendable {
  package struct Column: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
      case text, count, share, ratio, date
      /// The range that holds the true share in 95 of 100 cases.
      case interval
      /// A share by which something grew, shown with its sign.
      case change
      /// A number that is drawn as a heat map's cell.
      case heat
      /// In the minor units of the currency.
      case money(Currency)
      case number(decimals: Int)
      case seconds
    }

    package var title: String
    /// Written once in the header: `days`, `€`; empty where the title says it.
    package var unit: String
    package var kind: Kind
    /// True when a bar beside the figures helps.
    package var hasBar: Bool
    /// True when more is worse, so that changes are coloured the other way round.
    package var lessIsBetter: Bool

    package init(
      _ title: String, unit: String = "", kind: Kind, hasBar: Bool = false,
      lessIsBetter: Bool = false
    ) {
      (self.title, self.unit, self.kind) = (title, unit, kind)
      (self.hasBar, self.lessIsBetter) = (hasBar, lessIsBetter)
    }
  }

  package enum Cell: Hashable, Sendable {
    case text(String)
    case integer(Int)
    case number(Double)
    case date(CivilDate)
    /// From least to most, such as the interval that holds the true figure.
    case range(Double, Double)
    /// Not known: shown as a dash, never as 0.
    case unknown
    /// Known, but too few people to be shown.
    case small
  }

  package struct Row: Hashable, Sendable {
    package var cells: [Cell]
    /// 0 for a row of its own, more for what belongs to the row above.
    package var depth: Int
    package var isTotal: Bool
    /// The segment that means this row's people; nil where it has none.
    package var segment: String?
    /// The segments of cells that stand for other people than their row, by column.
    package var cellSegments: [Int: String]
    /// Why no segment means its people, where it stands for some.
    package var reasonForNoSegment: String?

    package init(
      _ cells: [Cell], depth: Int = 0, isTotal: Bool = false, segment: String? = nil,
      cellSegments: [Int: String] = [:]
    ) {
      (self.cells, self.depth) = (cells, depth)
      (self.isTotal, self.segment, self.cellSegments) = (isTotal, segment, cellSegments)
    }
  }

  /// A line or a row of bars over the points of an axis.
  package struct Series: Hashable, Sendable {
    package var name: String
    package var values: [Double?]
    /// What the values are, as a column's are.
    package var kind: Column.Kind

    package init(name: String, values: [Double?], kind: Column.Kind = .count) {
      (self.name, self.values, self.kind) = (name, values, kind)
    }
  }

  package var title: String
  package var request: ReportRequest
  package var columns: [Column]
  package var rows: [Row]
  /// The labels of the points of `series`.
  package var axis: [String]
  package var series: [Series]
  /// True when the last point of the axis is not over yet.
  package var endsPartial: Bool
  /// What a reader must know: definitions, filters, small samples.
  package var notes: [String]
  package var asOf: Timestamp
  package var milliseconds: Double

  package init(
    title: String, request: ReportRequest, columns: [Column], rows: [Row], axis: [String] = [],
    series: [Series] = [], endsPartial: Bool = false, notes: [String] = [], asOf: Timestamp,
    milliseconds: Double
  ) {
    (self.title, self.request, self.columns, self.rows) = (title, request, columns, rows)
    (self.axis, self.series, self.endsPartial, self.notes) = (axis, series, endsPartial, notes)
    (self.asOf, self.milliseconds) = (asOf, milliseconds)
  }
}
