/// For each value of a field who has ever had it, as one set a value.
package struct FieldUnits: Sendable, DerivedData {
  /// Values of more kinds than this are counted from the events.
  package static let mostValues = 256

  /// By the code of the value's first spelling.
  package let sets: [DenseSet]
  /// When the last of the events happened.
  package let latest: UInt32

  package init(sets: [DenseSet], latest: UInt32) { (self.sets, self.latest) = (sets, latest) }

  package var byteCount: Int { sets.reduce(0) { $0 + $1.words.count * 8 } }

  package static func byteCount(valueCount: Int, unitCount: Int) -> Int {
    valueCount * DenseSet.wordCount(unitCount) * 8
  }
}
