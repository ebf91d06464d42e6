import Basis
import Identity
import Testing

@Suite("Evaluation") struct EvaluationTests {
  @Test("pairs are counted from the meets of groups as one by one", arguments: UInt64(0)..<100)
  func countedPairs(seed: UInt64) {
    var random = Seeded(seed)
    let count = random.within(0...14)
    let units = (0..<count).map { _ in UInt32(random.below(4)) }
    let truth = (0..<count).map { _ in random.chance(0.2) ? noNode : UInt32(random.below(4)) }
    var (right, wrong, missed) = (0, 0, 0)
    for a in 0..<count where truth[a] != noNode {
      for b in 0..<a where truth[b] != noNode {
        let (isJoined, isTrue) = (units[a] == units[b], truth[a] == truth[b])
        right += isJoined && isTrue ? 1 : 0
        wrong += isJoined && !isTrue ? 1 : 0
        missed += !isJoined && isTrue ? 1 : 0
      }
    }
    let evaluation = Evaluation(units: units, truth: truth)
    #expect(evaluation.truePositives == right)
    #expect(evaluation.falsePositives == wrong)
    #expect(evaluation.falseNegatives == missed)
  }

  @Test("labelled pairs give precision, recall and F1")
  func labelled() {
    let evaluation = Evaluation(
      units: [0, 0, 1, 1, 2],
      labelled: [(0, 1, true), (2, 3, false), (3, 4, true), (0, 4, false), (0, 2, true)])
    #expect(evaluation.precision == 0.5)
    #expect(abs(evaluation.recall - 1.0 / 3) < 1e-12)
    #expect(abs(evaluation.f1 - 0.4) < 1e-12)
  }
}
