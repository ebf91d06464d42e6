import Basis
import Cells
import Testing

@Suite("Geometry") struct GeometryTests {
  @Test("tracks take what is fixed, then share the rest by weight")
  func tracks() {
    #expect(Track.lengths([.fixed(10), .share(), .share(2)], in: 40) == [10, 10, 20])
    #expect(Track.lengths([.share(1, min: 8), .fixed(5)], in: 10, gap: 1) == [8, 1])
    #expect(Track.lengths([.share(1, max: 4), .share(1)], in: 20) == [4, 16])
    #expect(Track.lengths([], in: 9) == [])
  }

  @Test("cut rectangles tile the whole, whatever is asked")
  func tiling() {
    for seed in UInt64(0)..<300 {
      var random = Seeded(seed)
      let tracks: [Track] = (0..<random.within(1...6)).map { _ in
        random.chance(0.4)
          ? .fixed(random.within(-2...20))
          : .share(random.below(4), min: random.below(9), max: random.within(0...40))
      }
      let (length, gap) = (random.within(-3...80), random.below(3))
      let lengths = Track.lengths(tracks, in: length, gap: gap)
      #expect(lengths.count == tracks.count)
      #expect(lengths.allSatisfy { $0 >= 0 })
      let room = max(0, length - gap * (tracks.count - 1))
      #expect(lengths.reduce(0, +) <= room)
      let takesAll = tracks.contains { track in
        if case .share(let weight, _, let most) = track { weight > 0 && most >= 80 } else { false }
      }
      if takesAll { #expect(lengths.reduce(0, +) == room, "seed \(seed)") }
    }
  }

  @Test("an unlimited share leaves nothing over")
  func nothingOver() {
    for length in 0..<60 {
      let rects = Rect(0, 0, length, 4).columns(.fixed(7), .share(3), .share(2, min: 4))
      #expect(rects.reduce(0) { $0 + $1.columns } == length)
      #expect(rects.allSatisfy { $0.endColumn <= length })
    }
  }

  @Test("insets and cuts never leave the rectangle")
  func insets() {
    let rect = Rect(3, 2, 4, 2)
    #expect(rect.interior == Rect(4, 3, 2, 0))
    #expect(rect.inset(left: 9).isEmpty)
    #expect(rect.cutTop(5).rest.isEmpty)
    #expect(rect.cutBottom(1).bottom == Rect(3, 3, 4, 1))
    #expect(rect.cutRight(1).right == Rect(6, 2, 1, 2))
    #expect(rect.centred(Size(2, 2)) == Rect(4, 2, 2, 2))
    #expect(rect.intersection(Rect(0, 0, 2, 2)).isEmpty)
  }
}
