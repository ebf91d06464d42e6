package import Basis

/// What an erasure did, as it goes into the audit chain; it says how much and never whose.
package struct ErasureReceipt: Hashable, Sendable {
  package let time: Timestamp
  package let steps: [ErasurePlan.Step]
  /// The keyed hashes of the identifiers, by which a later feed is refused.
  package let tombstones: [UInt64]
  /// The destinations that had to be told.
  package let destinations: [String]

  package init(time: Timestamp, plan: ErasurePlan, tombstones: [UInt64]) {
    self.time = time
    steps = plan.steps
    self.tombstones = tombstones.sorted()
    destinations = plan.notices.map(\.destination)
  }

  /// The receipt in the bytes that are chained.
  package var canonical: [UInt8] {
    var writer = CanonicalWriter()
    writer.write(Self.version)
    writer.write(time.seconds)
    writer.write(UInt64(steps.count))
    for step in steps {
      writer.write(step.place.rawValue)
      writer.write(Int64(step.count))
    }
    writer.write(UInt64(tombstones.count))
    for tombstone in tombstones { writer.write(tombstone) }
    writer.write(UInt64(destinations.count))
    for destination in destinations { writer.write(destination) }
    return writer.bytes
  }

  /// Reads the receipt out of a stored link; nil where it is not one.
  package init?(_ link: ChainLink) {
    let largest = UInt64(link.entry.count)
    var reader = CanonicalReader(link.entry)
    guard reader.number() != nil, reader.text() == Self.version, let time = reader.signedNumber(),
      let stepCount = reader.number(), stepCount <= largest
    else { return nil }
    var steps: [ErasurePlan.Step] = []
    for _ in 0..<stepCount {
      guard let place = reader.text().flatMap(ErasurePlace.init(rawValue:)),
        let count = reader.signedNumber()
      else { return nil }
      steps.append(ErasurePlan.Step(place: place, count: Int(count)))
    }
    guard let hashCount = reader.number(), hashCount <= largest else { return nil }
    var tombstones: [UInt64] = []
    for _ in 0..<hashCount {
      guard let hash = reader.number() else { return nil }
      tombstones.append(hash)
    }
    guard let nameCount = reader.number(), nameCount <= largest else { return nil }
    var destinations: [String] = []
    for _ in 0..<nameCount {
      guard let name = reader.text() else { return nil }
      destinations.append(name)
    }
    guard reader.isAtEnd else { return nil }
    self.time = Timestamp(time)
    (self.steps, self.tombstones, self.destinations) = (steps, tombstones, destinations)
  }

  /// Whether a workspace still keeps what the receipt promises: every tombstone.
  package func holds(in tombstones: TombstoneSet) -> Bool {
    self.tombstones.allSatisfy(tombstones.contains)
  }

  private static let version = "erasure 1"
}
