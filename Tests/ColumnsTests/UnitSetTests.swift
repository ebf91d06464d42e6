import Basis
import Columns
import Testing

@Suite("Sets of units") struct UnitSetTests {
  @Test("both kinds of set do what a plain set does", arguments: UInt64(0)..<40)
  func against(seed: UInt64) {
    var random = Seeded(seed)
    let bound = random.pick([0, 1, 63, 64, 65, 1_000, 70_000])
    func draw() -> Set<UInt32> {
      let share = random.pick([0.0, 0.01, 0.5, 1.0])
      return Set((0..<UInt32(bound)).filter { _ in random.chance(share) })
    }
    let (a, b) = (draw(), draw())
    let (x, y) = (UnitSet(a.sorted()), UnitSet(b.sorted()))
    let (p, q) = (DenseSet(x, bound: bound), DenseSet(y, bound: bound))
    #expect(p.members() == a.sorted())
    #expect(p.count == a.count)
    #expect(p.unitSet == x)
    #expect(p.intersection(q).members() == a.intersection(b).sorted())
    #expect(p.union(q).members() == a.union(b).sorted())
    #expect(p.subtracting(q).members() == a.subtracting(b).sorted())
    #expect(p.complement.count == bound - a.count)
    #expect(p.intersectionCount(q) == a.intersection(b).count)
    #expect(p.differenceCount(q) == a.subtracting(b).count)
    #expect(p.isSubset(of: q) == a.isSubset(of: b))
    #expect(p.intersection(q).isSubset(of: q))
    #expect(x.unionCount(y) == a.union(b).count)
    #expect(x.differenceCount(y) == a.subtracting(b).count)
    #expect(x.isSubset(of: y) == a.isSubset(of: b))
    #expect(UnitSet.union(of: [x, y]) == UnitSet(a.union(b).sorted()))
    #expect(UnitSet.intersection(of: [x, y]) == UnitSet(a.intersection(b).sorted()))
    for (position, unit) in a.sorted().enumerated().prefix(100) {
      #expect(x.rank(of: unit) == position + 1)
      #expect(x.member(at: position) == unit)
    }
    #expect(x.member(at: a.count) == nil)
    #expect(p.members(limit: 3) == Array(a.sorted().prefix(3)))
  }
}
