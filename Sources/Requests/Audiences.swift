package import Basis

/// A channel that audiences can be exported to.
package struct Destination: Hashable, Sendable {
  /// The name that commands use.
  package var name: String
  package var title: String
  package var purposes: [String]
  package var identifiers: [String]
  package var minimumSize: Int
  /// What the file is: `CSV, SHA-256`.
  package var format: String
  package var lastActivation: Timestamp?
  /// What can be told it, such as the channel's own name for the list.
  package var settings: [String]
  /// The columns of the file, in their order.
  package var columns: [Column]

  package struct Column: Hashable, Sendable {
    package var name: String
    /// What stands in it: `email`, `“EMAIL”` in every row.
    package var holds: String
    /// What is done to a value before it is written: `trim, lower, SHA-256`.
    package var form: String

    package init(name: String, holds: String, form: String) {
      (self.name, self.holds, self.form) = (name, holds, form)
    }
  }

  package init(
    name: String, title: String, purposes: [String], identifiers: [String], minimumSize: Int,
    format: String, lastActivation: Timestamp?, settings: [String] = [], columns: [Column] = []
  ) {
    (self.settings, self.columns) = (settings, columns)
    (self.name, self.title, self.purposes) = (name, title, purposes)
    (self.identifiers, self.minimumSize) = (identifiers, minimumSize)
    (self.format, self.lastActivation) = (format, lastActivation)
  }
}

/// An audience to write in a channel's format.
package struct ExportRequest: Hashable, Sendable {
  /// The segment's text, such as `@"Autumn win-back"`.
  package var segment: String
  package var destination: String
  /// Where the file goes; nil lets the engine name one in the workspace's exports.
  package var path: String?
  /// True for what changed since the last activation only.
  package var isDelta: Bool
  package var holdoutPercent: Int
  package var suppress: String?
  /// What the destination is told, by the names of its settings.
  package var settings: [String: String]

  package init(
    segment: String, destination: String, path: String? = nil, isDelta: Bool = false,
    holdoutPercent: Int = 0, suppress: String? = nil, settings: [String: String] = [:]
  ) {
    self.settings = settings
    (self.segment, self.destination, self.path) = (segment, destination, path)
    (self.isDelta, self.holdoutPercent, self.suppress) = (isDelta, holdoutPercent, suppress)
  }
}

/// What an export would do, before it does anything.
package struct Preflight: Hashable, Sendable {
  package struct Reach: Hashable, Sendable {
    package var namespace: String
    package var count: Int
    package init(namespace: String, count: Int) {
      (self.namespace, self.count) = (namespace, count)
    }
  }

  package var waterfall: Waterfall
  package var rows: Int
  package var reach: [Reach]
  /// Against the last delivery to the same destination; nil when there was none.
  package var added: Int?
  package var removed: Int?
  package var unchanged: Int?
  /// Identifiers that the channel is to lose and that cannot be named to it any more.
  package var unnamed: Int
  /// Why it may not be exported; empty when it may.
  package var obstacles: [Obstacle]
  /// The columns of the file, and the first rows masked.
  package var columns: [String]
  package var sample: [[String]]
  package var path: String
  /// What the channel has known of earlier deliveries; nil where it has told nothing.
  package var matching: MatchEstimate?

  package init(
    waterfall: Waterfall, rows: Int, reach: [Reach], added: Int?, removed: Int?, unchanged: Int?,
    unnamed: Int = 0, obstacles: [Obstacle], columns: [String], sample: [[String]], path: String,
    matching: MatchEstimate? = nil
  ) {
    (self.waterfall, self.rows, self.reach) = (waterfall, rows, reach)
    (self.added, self.removed, self.unchanged) = (added, removed, unchanged)
    self.unnamed = unnamed
    (self.obstacles, self.columns, self.sample) = (obstacles, columns, sample)
    (self.path, self.matching) = (path, matching)
  }
}

/// Why a delivery may not go.
package struct Obstacle: Hashable, Sendable {
  /// A setting that the channel lacks, and a value such as it takes.
  package struct MissingSetting: Hashable, Sendable {
    package let name: String
    package let example: String

    package init(_ name: String, example: String = "VALUE") {
      (self.name, self.example) = (name, example)
    }
  }

  package let reason: String
  /// Nil where something else is wrong.
  package let setting: MissingSetting?

  package init(_ reason: String, setting: MissingSetting? = nil) {
    (self.reason, self.setting) = (reason, setting)
  }

  /// With the option of commands that mends it.
  package var command: String {
    setting.map { "\(reason) (--set \($0.name)=\($0.example))" } ?? reason
  }
}

/// A file that was written.
package struct ExportResult: Hashable, Sendable {
  package var path: String
  package var rows: Int
  package var sha256: String
  package var waterfall: Waterfall
  package var seconds: Double

  package init(path: String, rows: Int, sha256: String, waterfall: Waterfall, seconds: Double) {
    (self.path, self.rows, self.sha256) = (path, rows, sha256)
    (self.waterfall, self.seconds) = (waterfall, seconds)
  }
}

/// One export of the past.
package struct Activation: Hashable, Sendable {
  package var number: Int
  package var time: Timestamp
  package var segment: String
  package var destination: String
  package var delivered: Int
  package var added: Int?
  package var removed: Int?
  package var file: String
  package var sha256: String

  package init(
    number: Int, time: Timestamp, segment: String, destination: String, delivered: Int,
    added: Int?, removed: Int?, file: String, sha256: String
  ) {
    (self.number, self.time, self.segment) = (number, time, segment)
    (self.destination, self.delivered) = (destination, delivered)
    (self.added, self.removed) = (added, removed)
    (self.file, self.sha256) = (file, sha256)
  }
}
