internal import Basis
package import Columns

/// Three groups of people by chance: to learn from, to set the chances by, to test on.
package struct Split: Sendable {
  package let learning: DenseSet
  package let setting: DenseSet
  package let testing: DenseSet

  /// Puts each of `people` into a group by its number and `seed`, three fifths, one, and one.
  package init(_ people: DenseSet, seed: UInt64) {
    var words = [[UInt64]](
      repeating: [UInt64](repeating: 0, count: people.words.count), count: 3)
    people.forEachMember { unit in
      let draw = Hash64.mixed(Hash64.mixed(seed) &+ UInt64(unit)) % 5
      words[draw < 3 ? 0 : Int(draw) - 2][unit >> 6] |= 1 << UInt64(unit & 63)
      return true
    }
    learning = DenseSet(words: words[0], bound: people.bound)
    setting = DenseSet(words: words[1], bound: people.bound)
    testing = DenseSet(words: words[2], bound: people.bound)
  }
}
