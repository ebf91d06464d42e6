package import Basis

/// A model as it is stored: its definition, its points, and how it did when it was trained.
package struct ModelRecord: Sendable, Equatable {
  package enum Goal: String, Sendable { case likeness, foresight }

  package struct Trait: Sendable, Equatable {
    package var condition: String
    package var points: Int
    package var examplesWith: Int
    package var othersWith: Int

    package init(condition: String, points: Int, examplesWith: Int, othersWith: Int) {
      (self.condition, self.points) = (condition, points)
      (self.examplesWith, self.othersWith) = (examplesWith, othersWith)
    }
  }

  package struct Band: Sendable, Equatable {
    package var lowest: Int
    package var people: Int
    package var examples: Int
    package var expected: Double

    package init(lowest: Int, people: Int, examples: Int, expected: Double) {
      (self.lowest, self.people) = (lowest, people)
      (self.examples, self.expected) = (examples, expected)
    }
  }

  package var name: String
  package var version = 1
  /// `weights` or `logistic`.
  package var kind: String
  package var goal: Goal
  /// The segment of the examples, or what is foreseen.
  package var definition: String
  package var base: String
  /// In seconds; nil for a likeness.
  package var horizon: Int64?
  package var purpose: String
  package var lens: String
  /// What the groups of people are drawn by.
  package var draw: Int64
  package var trained: Timestamp
  package var asOf: Timestamp
  package var dataVersion: Int64
  /// How many people whom it may have learned from were erased since.
  package var erased = 0
  package var examples: Int
  package var others: Int
  /// The total of somebody who has no trait.
  package var points: Int
  /// The ends of the scale; nil where scores are chances.
  package var lowest: Int?
  package var highest: Int?
  package var testedExamples: Int
  package var testedOthers: Int
  package var area: Double
  package var areaError: Double
  package var logLoss: Double?
  package var baseLogLoss: Double
  package var traits: [Trait]
  package var bands: [Band]
  /// Conditions that were set aside because they alone tell the answer.
  package var telling: [String]

  package init(
    name: String, kind: String, goal: Goal, definition: String, base: String, horizon: Int64?,
    purpose: String, lens: String, draw: Int64, trained: Timestamp, asOf: Timestamp,
    dataVersion: Int64, examples: Int, others: Int, points: Int, lowest: Int?, highest: Int?,
    testedExamples: Int, testedOthers: Int, area: Double, areaError: Double, logLoss: Double?,
    baseLogLoss: Double, traits: [Trait], bands: [Band], telling: [String]
  ) {
    (self.name, self.kind, self.goal, self.definition) = (name, kind, goal, definition)
    (self.base, self.horizon, self.purpose, self.lens) = (base, horizon, purpose, lens)
    (self.draw, self.trained, self.asOf, self.dataVersion) = (draw, trained, asOf, dataVersion)
    (self.examples, self.others, self.points) = (examples, others, points)
    (self.lowest, self.highest) = (lowest, highest)
    (self.testedExamples, self.testedOthers) = (testedExamples, testedOthers)
    (self.area, self.areaError) = (area, areaError)
    (self.logLoss, self.baseLogLoss) = (logLoss, baseLogLoss)
    (self.traits, self.bands, self.telling) = (traits, bands, telling)
  }
}

extension Catalogue {
  private static let modelColumns = """
    name, version, kind, goal, definition, base, horizon, purpose, lens, draw, trained, as_of,
    data_version, erased, examples, others, points, lowest, highest, tested_examples,
    tested_others, area, area_error, log_loss, base_log_loss
    """

  /// Every model, by name.
  package func models() throws(Fault) -> [ModelRecord] {
    var models = try connection.rows("SELECT \(Self.modelColumns) FROM model ORDER BY name") {
      Self.model($0)
    }
    for index in models.indices {
      let name = SQLValue.text(models[index].name)
      models[index].traits = try connection.rows(
        """
        SELECT condition, points, examples_with, others_with FROM model_trait WHERE model = ?1
        ORDER BY place
        """, name
      ) {
        .init(
          condition: $0.text(0), points: $0.count(1), examplesWith: $0.count(2),
          othersWith: $0.count(3))
      }
      models[index].bands = try connection.rows(
        "SELECT lowest, people, examples, expected FROM model_band WHERE model = ?1 ORDER BY place",
        name
      ) {
        .init(
          lowest: $0.count(0), people: $0.count(1), examples: $0.count(2), expected: $0.real(3))
      }
      models[index].telling = try connection.rows(
        "SELECT condition FROM model_telling WHERE model = ?1 ORDER BY place", name
      ) { $0.text(0) }
    }
    return models
  }

  /// Keeps a model in the place of the one that had its name.
  package func save(_ model: ModelRecord) throws(Fault) {
    try connection.run("DELETE FROM model WHERE name = ?1", .text(model.name))
    let places = (1...25).map { "?\($0)" }.joined(separator: ", ")
    try connection.run(
      "INSERT INTO model (\(Self.modelColumns)) VALUES (\(places))",
      .text(model.name), .count(model.version), .text(model.kind), .text(model.goal.rawValue),
      .text(model.definition), .text(model.base), .optional(model.horizon), .text(model.purpose),
      .text(model.lens), .integer(model.draw), .integer(model.trained.seconds),
      .integer(model.asOf.seconds), .integer(model.dataVersion), .count(model.erased),
      .count(model.examples), .count(model.others), .count(model.points),
      .optional(model.lowest.map(Int64.init)), .optional(model.highest.map(Int64.init)),
      .count(model.testedExamples), .count(model.testedOthers), .real(model.area),
      .real(model.areaError), model.logLoss.map { .real($0) } ?? .null, .real(model.baseLogLoss))
    for (place, trait) in model.traits.enumerated() {
      try connection.run(
        "INSERT INTO model_trait VALUES (?1, ?2, ?3, ?4, ?5, ?6)", .text(model.name),
        .count(place), .text(trait.condition), .count(trait.points), .count(trait.examplesWith),
        .count(trait.othersWith))
    }
    for (place, band) in model.bands.enumerated() {
      try connection.run(
        "INSERT INTO model_band VALUES (?1, ?2, ?3, ?4, ?5, ?6)", .text(model.name),
        .count(place), .count(band.lowest), .count(band.people), .count(band.examples),
        .real(band.expected))
    }
    for (place, condition) in model.telling.enumerated() {
      try connection.run(
        "INSERT INTO model_telling VALUES (?1, ?2, ?3)", .text(model.name), .count(place),
        .text(condition))
    }
    try raiseLibraryVersion()
  }

  package func removeModel(_ name: String) throws(Fault) {
    try connection.run("DELETE FROM model WHERE name = ?1", .text(name))
    try raiseLibraryVersion()
  }

  /// Notes on every model that somebody was erased after it was trained.
  package func noteErasureOnModels() throws(Fault) {
    try connection.run("UPDATE model SET erased = erased + 1")
  }

  private static func model(_ row: borrowing Row) -> ModelRecord {
    var model = ModelRecord(
      name: row.text(0), kind: row.text(2), goal: .init(rawValue: row.text(3)) ?? .likeness,
      definition: row.text(4), base: row.text(5), horizon: row.optionalInteger(6),
      purpose: row.text(7), lens: row.text(8), draw: row.integer(9),
      trained: Timestamp(row.integer(10)), asOf: Timestamp(row.integer(11)),
      dataVersion: row.integer(12), examples: row.count(14), others: row.count(15),
      points: row.count(16), lowest: row.optionalInteger(17).map(Int.init),
      highest: row.optionalInteger(18).map(Int.init), testedExamples: row.count(19),
      testedOthers: row.count(20), area: row.real(21), areaError: row.real(22),
      logLoss: row.isNull(23) ? nil : row.real(23), baseLogLoss: row.real(24), traits: [],
      bands: [], telling: [])
    (model.version, model.erased) = (row.count(1), row.count(13))
    return model
  }
}
