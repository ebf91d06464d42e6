/// Where an audience can be delivered, and all that it demands of a delivery.
package struct Destination: Sendable {
  /// How rows become a file.
  package enum Format: String, Sendable { case csv, jsonLines = "jsonl" }

  /// Where a column's value comes from in the workspace.
  package enum Origin: Hashable, Sendable {
    case identifier(String)
    case attribute(String)
  }

  /// One column of the file.
  package struct Column: Sendable {
    package let name: String
    package let origin: Origin
    /// Whether the values are hashes, which no spreadsheet can take for a formula.
    package let isHashed: Bool
    /// The value as it is uploaded; empty where the destination could not use it.
    package let value: @Sendable (_ text: String, _ country: String) -> String

    package init(
      _ name: String, _ origin: Origin, isHashed: Bool = false,
      value: @escaping @Sendable (_ text: String, _ country: String) -> String = { text, _ in text }
    ) {
      (self.name, self.origin, self.isHashed, self.value) = (name, origin, isHashed, value)
    }

    /// Whether the column alone can find a person at the destination.
    package var isIdentifier: Bool { if case .identifier = origin { true } else { false } }
  }

  package let name: String
  package let title: String
  package let format: Format
  /// Purposes that a person must all have granted.
  package let purposes: [String]
  package let columns: [Column]
  /// The fewest people that it takes; 0 where it sets no limit.
  package let minimum: Int

  package init(
    _ name: String, _ title: String, _ format: Format, purposes: [String], minimum: Int,
    columns: [Column]
  ) {
    (self.name, self.title, self.format) = (name, title, format)
    (self.purposes, self.minimum, self.columns) = (purposes, minimum, columns)
  }

  /// The namespaces of which a person must have one.
  package var namespaces: [String] {
    columns.compactMap { if case .identifier(let name) = $0.origin { name } else { nil } }
  }

  /// The attributes that columns are filled from.
  package var attributes: [String] {
    columns.compactMap { if case .attribute(let name) = $0.origin { name } else { nil } }
  }
}

extension Destination {
  /// The destinations that every workspace knows, by name.
  package static let all = [
    csv(["email", "phone"]), googleCustomerMatch, jsonLines(["email", "phone"]),
    metaCustomAudience, uid2,
  ]

  package static let googleCustomerMatch = Destination(
    "google_customer_match", "Google Ads Customer Match", .csv,
    purposes: ["personalised_ads", "ads"], minimum: 100,
    columns: [
      Column("Email", .identifier("email"), isHashed: true) { text, _ in
        Hashed.hex(GoogleDialect.email(text))
      },
      Column("Phone", .identifier("phone"), isHashed: true) { text, _ in
        Hashed.hex(GoogleDialect.phone(text))
      },
      Column("First Name", .attribute("first_name"), isHashed: true) { text, _ in
        Hashed.hex(GoogleDialect.firstName(text))
      },
      Column("Last Name", .attribute("last_name"), isHashed: true) { text, _ in
        Hashed.hex(GoogleDialect.lastName(text))
      },
      Column("Country", .attribute("country")) { text, _ in GoogleDialect.country(text) },
      Column("Zip", .attribute("postcode")) { text, _ in GoogleDialect.zip(text) },
    ])

  package static let metaCustomAudience = Destination(
    "meta_custom_audience", "Meta Custom Audience", .csv,
    purposes: ["personalised_ads", "ads"], minimum: 100,
    columns: [
      Column("email", .identifier("email"), isHashed: true) { text, _ in
        Hashed.hex(MetaDialect.email(text))
      },
      Column("phone", .identifier("phone"), isHashed: true) { text, _ in
        Hashed.hex(MetaDialect.phone(text))
      },
      Column("fn", .attribute("first_name"), isHashed: true) { text, _ in
        Hashed.hex(MetaDialect.letters(text))
      },
      Column("ln", .attribute("last_name"), isHashed: true) { text, _ in
        Hashed.hex(MetaDialect.letters(text))
      },
      Column("ct", .attribute("city"), isHashed: true) { text, _ in
        Hashed.hex(MetaDialect.letters(text))
      },
      Column("st", .attribute("state"), isHashed: true) { text, _ in
        Hashed.hex(MetaDialect.letters(text))
      },
      Column("zip", .attribute("postcode"), isHashed: true) { text, country in
        Hashed.hex(MetaDialect.zip(text, country: country))
      },
      Column("country", .attribute("country"), isHashed: true) { text, _ in
        Hashed.hex(MetaDialect.country(text))
      },
    ])

  package static let uid2 = Destination(
    "uid2", "UID2 identity map input", .csv, purposes: ["personalised_ads", "ads"], minimum: 0,
    columns: [
      Column("email_hash", .identifier("email"), isHashed: true) { text, _ in
        Hashed.base64(UID2Dialect.email(text))
      }
    ])

  /// A table of identifiers as they are, for a partner without a format of its own.
  package static func csv(_ namespaces: [String]) -> Destination {
    Destination(
      "csv", "Identifiers as CSV", .csv, purposes: ["sharing"], minimum: 0,
      columns: namespaces.map { Column($0, .identifier($0)) })
  }

  /// An object of identifiers a line, as they are.
  package static func jsonLines(_ namespaces: [String]) -> Destination {
    Destination(
      "jsonl", "Identifiers as JSON lines", .jsonLines, purposes: ["sharing"], minimum: 0,
      columns: namespaces.map { Column($0, .identifier($0)) })
  }
}
