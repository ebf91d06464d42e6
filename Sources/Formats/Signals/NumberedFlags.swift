/// A small set of numbers from 1 to 64, kept as one word: purposes, features, custom purposes.
package struct NumberedFlags: Hashable, Sendable, ExpressibleByArrayLiteral {
  /// The flags with number 1 in the highest bit, as they stand in a consent string.
  package private(set) var word: UInt64 = 0

  package init() {}

  /// Makes the set of `numbers`; numbers outside 1 to 64 are left out.
  package init(_ numbers: some Sequence<Int>) {
    for number in numbers { insert(number) }
  }

  package init(arrayLiteral numbers: Int...) { self.init(numbers) }

  /// Makes a set from a field of `width` bits whose first bit is number 1.
  package init(field: UInt64, width: Int) { word = width == 0 ? 0 : field << UInt64(64 - width) }

  /// The first `width` flags as a field whose first bit is number 1.
  package func field(width: Int) -> UInt64 { width == 0 ? 0 : word >> UInt64(64 - width) }

  /// Whether `number` is in the set.
  package func contains(_ number: Int) -> Bool {
    (1...64).contains(number) && word >> UInt64(64 - number) & 1 == 1
  }

  /// Adds `number`, unless it is outside 1 to 64.
  package mutating func insert(_ number: Int) {
    if (1...64).contains(number) { word |= 1 << UInt64(64 - number) }
  }

  /// Whether every number of `other` is in this set.
  package func isSuperset(of other: NumberedFlags) -> Bool { word & other.word == other.word }

  /// Whether no number is in both sets.
  package func isDisjoint(with other: NumberedFlags) -> Bool { word & other.word == 0 }

  /// How many numbers the set has.
  package var count: Int { word.nonzeroBitCount }

  /// Whether the set has no number.
  package var isEmpty: Bool { word == 0 }

  /// The numbers in ascending order.
  package var numbers: [Int] { (1...64).filter(contains) }
}
