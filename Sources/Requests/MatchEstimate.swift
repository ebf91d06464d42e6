/// How many of those delivered a channel has known so far, as its feedback tells.
package struct MatchEstimate: Hashable, Sendable {
  /// The same for one identifier or one source.
  package struct Part: Hashable, Sendable {
    package var name: String
    package var uploaded: Int
    package var matched: Int

    package init(name: String, uploaded: Int, matched: Int) {
      (self.name, self.uploaded, self.matched) = (name, uploaded, matched)
    }

    package var rate: Double { uploaded == 0 ? 0 : Double(matched) / Double(uploaded) }
  }

  package var uploaded: Int
  package var matched: Int
  package var byIdentifier: [Part]
  package var bySource: [Part]
  /// How many of the people to be delivered should be matched, each judged by the sources that know
  /// them; nil where nobody has told of people one by one.
  package var expected: Int?

  package init(
    uploaded: Int, matched: Int, byIdentifier: [Part] = [], bySource: [Part] = [],
    expected: Int? = nil
  ) {
    (self.uploaded, self.matched, self.expected) = (uploaded, matched, expected)
    (self.byIdentifier, self.bySource) = (byIdentifier, bySource)
  }

  package var rate: Double { uploaded == 0 ? 0 : Double(matched) / Double(uploaded) }

  /// The 95 % interval of the rate after Wilson, which holds for small counts, too.
  package var interval: (low: Double, high: Double) {
    guard uploaded > 0 else { return (0, 1) }
    let count = Double(uploaded)
    let square = 1.96 * 1.96
    let middle = (rate + square / (2 * count)) / (1 + square / count)
    let spread =
      1.96 / (1 + square / count)
      * (rate * (1 - rate) / count + square / (4 * count * count)).squareRoot()
    return (max(0, middle - spread), min(1, middle + spread))
  }
}
