package import Basis

/// How sure a figure is.
package enum Precision: Hashable, Sendable {
  case exact
  /// The 95 % interval of an estimate.
  case estimate(low: Int, high: Int)
}

/// How large a segment is.
package struct SegmentTotal: Hashable, Sendable {
  package var count: Int
  package var precision: Precision
  /// Everyone, under the same lens.
  package var population: Int
  package var milliseconds: Double

  package init(count: Int, precision: Precision, population: Int, milliseconds: Double) {
    (self.count, self.precision) = (count, precision)
    (self.population, self.milliseconds) = (population, milliseconds)
  }
}

/// The size of a segment and of every node in it.
package struct SegmentCount: Hashable, Sendable {
  package var text: String
  package var asOf: Timestamp
  package var lens: Lens
  package var total: SegmentTotal
  /// One for each of the tree's `nodes`, in their order.
  package var nodes: [NodeCount]

  package init(
    text: String, asOf: Timestamp, lens: Lens, total: SegmentTotal, nodes: [NodeCount]
  ) {
    (self.text, self.asOf, self.lens, self.total, self.nodes) = (text, asOf, lens, total, nodes)
  }
}

/// What one node of a segment does.
package struct NodeCount: Hashable, Sendable {
  package var text: String
  package var depth: Int
  /// How many the node matches by itself.
  package var own: Int
  /// How many its group matches up to and including it.
  package var running: Int?
  /// What the total would be without the node; nil for the root.
  package var without: Int?

  package init(text: String, depth: Int, own: Int, running: Int?, without: Int?) {
    (self.text, self.depth, self.own) = (text, depth, own)
    (self.running, self.without) = (running, without)
  }
}

/// From matched to delivered, step by step.
package struct Waterfall: Hashable, Sendable {
  package enum Kind: Hashable, Sendable {
    case matched, consented, reachable, suppressed, heldOut, delivered
  }

  package struct Step: Hashable, Sendable {
    package var kind: Kind
    package var label: String
    /// How many are left after the step.
    package var remaining: Int
    /// How many the step took away.
    package var lost: Int
    /// Why, in a few words: `no grant for personalised_ads`.
    package var note: String

    package init(kind: Kind, label: String, remaining: Int, lost: Int, note: String) {
      (self.kind, self.label, self.remaining) = (kind, label, remaining)
      (self.lost, self.note) = (lost, note)
    }
  }

  package var destination: String
  package var steps: [Step]
  package var minimumSize: Int

  package init(destination: String, steps: [Step], minimumSize: Int) {
    (self.destination, self.steps, self.minimumSize) = (destination, steps, minimumSize)
  }

  /// How many would be delivered.
  package var delivered: Int { steps.last?.remaining ?? 0 }
}

/// Who a segment's people are, compared with everyone.
package struct FacetRequest: Hashable, Sendable {
  package var segment: SegmentDefinition
  /// The attributes to look at; empty lets the engine choose those that distinguish most.
  package var attributes: [String]
  package var top: Int
  /// Whether the values come first that most of them have, instead of those that distinguish most.
  package var isBySize: Bool

  package init(
    segment: SegmentDefinition, attributes: [String] = [], top: Int = 5, isBySize: Bool = false
  ) {
    (self.segment, self.attributes) = (segment, attributes)
    (self.top, self.isBySize) = (top, isBySize)
  }
}

/// One attribute's values in a segment.
package struct Facet: Hashable, Sendable {
  package struct Value: Hashable, Sendable {
    package var name: String
    /// The condition that means this value, for adding it to the segment.
    package var condition: String
    package var count: Int
    package var share: Double
    package var shareOfEveryone: Double

    package init(
      name: String, condition: String, count: Int, share: Double, shareOfEveryone: Double
    ) {
      (self.name, self.condition, self.count) = (name, condition, count)
      (self.share, self.shareOfEveryone) = (share, shareOfEveryone)
    }

    /// How many times as frequent it is as among everyone.
    package var lift: Double? { shareOfEveryone > 0 ? share / shareOfEveryone : nil }
  }

  package var attribute: String
  /// Most frequent first.
  package var values: [Value]

  package init(attribute: String, values: [Value]) {
    (self.attribute, self.values) = (attribute, values)
  }
}

/// The size of a segment as of one day.
package struct TrendPoint: Hashable, Sendable {
  package var day: CivilDate
  /// Nil where nothing can be said, such as before the first data.
  package var count: Int?

  package init(day: CivilDate, count: Int?) { (self.day, self.count) = (day, count) }
}
