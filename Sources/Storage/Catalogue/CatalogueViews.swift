internal import Basis

/// The catalogue as a user's own SQL sees it: what is there, without what is personal or sealed.
enum CatalogueViews {
  struct View: Sendable {
    let name: String
    let query: String
    /// What the view is for, in a few words.
    let about: String
  }

  /// How many of a currency's smallest units make one, as SQL has it.
  private static let minorUnitsOfCurrency: String = {
    func listed(_ codes: Set<String>) -> String {
      codes.sorted().map { "'\($0)'" }.joined(separator: ", ")
    }
    return """
      CASE WHEN c.currency IN (\(listed(Currency.undivided))) THEN 1.0
        WHEN c.currency IN (\(listed(Currency.inThousandths))) THEN 1000.0 ELSE 100.0 END
      """
  }()

  static let all: [View] = [
    View(
      name: "source_details",
      query: """
        SELECT name, party, kind, expected_interval, monthly_cost, currency,
          datetime(created, 'unixepoch') AS created FROM main.source
        """, about: "the sources"),
    View(
      name: "batches",
      query: """
        SELECT b.id AS batch, s.name AS source, b.name AS file, b.bytes, b.format, b.state, b.rows,
          b.accepted, b.duplicates, b.rejected, b.events, b.facts, b.bots, b.bad_identifiers,
          datetime(b.first_event, 'unixepoch') AS first_event,
          datetime(b.last_event, 'unixepoch') AS last_event,
          datetime(b.started, 'unixepoch') AS started,
          datetime(b.finished, 'unixepoch') AS finished
        FROM main.batch b JOIN main.source s ON s.id = b.source
        """, about: "every file that was ingested"),
    View(
      name: "batch_fields",
      query: "SELECT batch, field, filled, new_values FROM main.batch_field",
      about: "how many rows of a batch filled a field"),
    View(
      name: "rejects",
      query: "SELECT batch, line, field, reason, state FROM main.reject",
      about: "rows that could not be used, without their text"),
    View(
      name: "costs",
      query: """
        SELECT s.name AS source, date(c.day * 86400, 'unixepoch') AS day, c.campaign, c.channel,
          c.impressions, c.clicks, c.minor_units / \(minorUnitsOfCurrency) AS cost, c.currency
        FROM main.cost c JOIN main.batch b ON b.id = c.batch JOIN main.source s ON s.id = b.source
        WHERE b.state = 'kept'
        """, about: "what the platforms charged, by day and campaign"),
    View(
      name: "segment_versions",
      query: """
        SELECT segment, version, text, note, datetime(saved, 'unixepoch') AS saved, size
        FROM main.segment_version
        """, about: "every saved version of every segment"),
    View(
      name: "models",
      query: """
        SELECT name AS model, version, kind, goal, definition, base, horizon, purpose, lens,
          datetime(trained, 'unixepoch') AS trained, datetime(as_of, 'unixepoch') AS as_of,
          examples, others, area AS auc, erased FROM main.model
        """, about: "every model, with how well it tells people apart"),
    View(
      name: "model_traits",
      query: """
        SELECT t.model, t.condition, t.points / 1000.0 AS weight,
          t.examples_with * 1.0 / max(1, m.examples) AS share_of_examples,
          t.others_with * 1.0 / max(1, m.others) AS share_of_others
        FROM main.model_trait t JOIN main.model m ON m.name = t.model
        """, about: "what each model is made of"),
    View(
      name: "activations",
      query: """
        SELECT id AS activation, segment, expression, destination, file,
          datetime(as_of, 'unixepoch') AS as_of, rows, sha256, datetime(at, 'unixepoch') AS at
        FROM main.activation
        """, about: "every export"),
  ]
}
