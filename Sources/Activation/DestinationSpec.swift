/// Where an audience can be delivered, and all that it demands of a delivery.
package struct DestinationSpec: Sendable, Equatable {
  /// How rows become a file.
  package enum Format: String, Sendable, CaseIterable { case csv, jsonLines = "json_lines" }

  /// Where a column's value comes from.
  package enum Origin: Hashable, Sendable {
    case identifier(String)
    case attribute(String)
    /// The same text in every row.
    case constant(String)
    /// A text that each export is given, such as the number of a list.
    case setting(String)
  }

  /// What becomes of a value after its steps.
  package enum Hashing: String, Sendable, CaseIterable {
    case plain
    case sha256Hex = "sha256_hex"
    case sha256Base64 = "sha256_base64"
  }

  /// One column of the file.
  package struct Column: Sendable, Equatable {
    package var name: String
    package var origin: Origin
    /// Which of a person's several identifiers, from 0.
    package var place = 0
    package var steps: [Step] = []
    package var hashing = Hashing.plain

    package init(_ name: String, _ origin: Origin, steps: [Step] = [], hashing: Hashing = .plain) {
      (self.name, self.origin, self.steps, self.hashing) = (name, origin, steps, hashing)
    }

    /// Whether the column alone can find a person at the destination.
    package var isIdentifier: Bool { if case .identifier = origin { true } else { false } }
  }

  /// How the file is written.
  package struct File: Sendable, Equatable {
    package var format = Format.csv
    package var delimiter = UInt8(ascii: ",")
    package var hasHeader = true
    package var endsLinesWithCRLF = true
    /// The most rows, and the most bytes, of one file; more go into the next.
    package var mostRows: Int?
    package var mostBytes: Int?
    package init() {}
  }

  /// A server that takes batches of rows instead of a file.
  package struct Webhook: Sendable, Equatable {
    package var url: String
    package var batchRows: Int
    /// The environment variable, or the file, that holds the secret of the signature.
    package var secretVariable: String?
    package var secretFile: String?
    package var timeoutSeconds: Int
    package var attempts: Int
    package init(
      url: String, batchRows: Int = 500, secretVariable: String? = nil, secretFile: String? = nil,
      timeoutSeconds: Int = 30, attempts: Int = 6
    ) {
      (self.url, self.batchRows) = (url, batchRows)
      (self.secretVariable, self.secretFile) = (secretVariable, secretFile)
      (self.timeoutSeconds, self.attempts) = (timeoutSeconds, attempts)
    }
  }

  package var name: String
  package var title: String
  /// What to know about the destination, in a sentence or two.
  package var note = ""
  /// Purposes that a person must all have granted.
  package var purposes: [String]
  /// The fewest people that it takes; 0 where it sets no limit.
  package var minimum: Int
  package var columns: [Column]
  package var file = File()
  package var webhook: Webhook?
  /// Columns that find a person together, by place; one filled group is enough.
  package var needs: [[Int]]
  /// Whether an export may choose the columns itself.
  package var takesAnyColumns = false
  /// The text of the TOML file that describes it.
  package var text = ""

  package init(
    _ name: String, _ title: String, purposes: [String], minimum: Int = 0, columns: [Column],
    needs: [[Int]]? = nil
  ) {
    (self.name, self.title, self.purposes) = (name, title, purposes)
    (self.minimum, self.columns) = (minimum, columns)
    self.needs = needs ?? Self.anyIdentifier(of: columns)
  }

  /// Every identifier column is enough by itself.
  static func anyIdentifier(of columns: [Column]) -> [[Int]] {
    columns.indices.filter { columns[$0].isIdentifier }.map { [$0] }
  }

  /// The namespaces that columns are filled from, each once.
  package var namespaces: [String] {
    Self.distinct(
      columns.compactMap { if case .identifier(let name) = $0.origin { name } else { nil } })
  }

  /// The attributes that columns are filled from, each once.
  package var attributes: [String] {
    Self.distinct(
      columns.compactMap { if case .attribute(let name) = $0.origin { name } else { nil } })
  }

  /// The settings that an export may be given: those that it must, and where a webhook sends to.
  package var takenSettings: [String] { settings + (webhook == nil ? [] : ["url"]) }

  /// The settings that an export must be given.
  package var settings: [String] {
    Self.distinct(
      columns.compactMap { if case .setting(let name) = $0.origin { name } else { nil } })
  }

  /// What finds a person: groups of origins of which all of one must be known.
  package var ways: [[Origin]] { needs.map { group in group.map { columns[$0].origin } } }

  /// The same destination with columns of the export's own choice.
  package func choosing(namespaces: [String], attributes: [String]) -> DestinationSpec {
    var chosen = self
    chosen.columns =
      namespaces.map { Column($0, .identifier($0)) } + attributes.map { Column($0, .attribute($0)) }
    chosen.needs = Self.anyIdentifier(of: chosen.columns)
    return chosen
  }

  /// What is written, in a few words: `CSV, SHA-256`.
  package var formatTitle: String {
    let format = file.format == .csv ? "CSV" : "JSON lines"
    let hashings = Set(columns.map(\.hashing))
    let hashing =
      hashings.contains(.sha256Base64)
      ? ", SHA-256 in Base64" : hashings.contains(.sha256Hex) ? ", SHA-256" : ""
    return (webhook == nil ? format : "HTTP POST") + hashing
  }

  private static func distinct(_ names: [String]) -> [String] {
    var seen: Set<String> = []
    return names.filter { seen.insert($0).inserted }
  }
}
