import Basis
import Requests
import Screens
import Testing

@Suite("The segment builder's tree") struct BuilderTests {
  @Test("a tree comes back as it went in")
  func roundTrip() {
    #expect(Builder(Sample.tree).definition.tree == Sample.tree)
    #expect(Builder(Sample.tree).text == Sample.tree.text)
  }

  @Test("a single condition, a negated group and a double negation survive")
  func oddTrees() {
    let odd: [SegmentTree] = [
      .condition("a = 1"), .not(.any([.condition("a"), .condition("b")])),
      .any([.condition("a"), .all([.condition("b"), .condition("c")])]),
    ]
    for tree in odd { #expect(Builder(tree).definition.tree == tree) }
    #expect(Builder(.condition("a = 1")).text == "a = 1")
    #expect(Builder(.not(.not(.condition("a")))).text == "not not a")
    #expect(Builder(.everyone).isEmpty)
  }

  @Test("conditions are added after the cursor, and into the group under it")
  func add() {
    var builder = Builder()
    builder.add(.condition("a"))
    builder.add(.condition("b"))
    #expect(builder.text == "a and b")
    builder.moveCursor(toRow: 1)
    builder.add(.condition("c"))
    #expect(builder.text == "a and c and b")
    builder.group()
    builder.moveCursor(toRow: 2)
    #expect(builder.current?.isGroup == true)
    builder.add(.condition("d"))
    #expect(builder.text == "a and (c or d) and b")
  }

  @Test("not, mute, all and any do what they say and undo takes each back")
  func edits() {
    var builder = Builder(.all([.condition("a"), .condition("b"), .condition("c")]))
    builder.moveCursor(toRow: 2)
    let texts: [(inout Builder) -> Void] = [
      { $0.negate() }, { $0.mute() }, { $0.switchJoint() }, { $0.replace(with: "x") },
      { $0.move(down: true) }, { $0.group() }, { _ = $0.cut() },
    ]
    var before: [String] = []
    for edit in texts {
      before.append(builder.text)
      edit(&builder)
    }
    #expect(before[1] == "a and not b and c")
    #expect(before[2] == "a and c")
    #expect(before[3] == "a or c")
    for text in before.reversed() {
      builder.undo()
      #expect(builder.text == text)
    }
    #expect(!builder.canUndo)
  }

  @Test("a group dissolves into its place, and a lone cut leaves the group behind")
  func ungroup() {
    var builder = Builder(Sample.tree)
    builder.moveCursor(toRow: 3)
    builder.ungroup()
    #expect(
      builder.text
        == "country in (DE, AT, CH) and did purchase at least 2 times in last 90 days"
        + " and last purchase > 60 days ago and not did email_open in last 30 days"
        + " and consent(personalised_ads)")
  }

  @Test("moving goes into groups and out of them again")
  func move() {
    var builder = Builder(.all([.condition("a"), .any([.condition("b"), .condition("c")])]))
    builder.moveCursor(toRow: 1)
    builder.move(down: true)
    #expect(builder.rows.map(\.depth) == [0, 1, 2, 2, 2, 1])
    #expect(builder.text == "a or b or c")
    builder.move(down: false)
    #expect(builder.text == "a and (b or c)")
  }

  @Test("what is copied is pasted with figures of its own")
  func paste() {
    var builder = Builder(.all([.condition("a"), .any([.condition("b"), .condition("c")])]))
    builder.moveCursor(toRow: 2)
    guard let group = builder.cut() else {
      Issue.record("the group was not cut")
      return
    }
    builder.paste(group)
    builder.paste(group)
    let ids = builder.rows.compactMap { $0.node?.id }
    #expect(Set(ids).count == ids.count)
  }

  @Test("a group of one is the same as its only member, for the engine")
  func lone() {
    var builder = Builder(.condition("a"))
    #expect(builder.definition.ids.map { $0.count } == [2])
    builder.negate()
    builder.group()
    #expect(builder.definition.tree == .not(.condition("a")))
    let ids = builder.definition.ids
    #expect(ids.count == 2)
    #expect(Set(ids.joined()) == Set(builder.rows.compactMap { $0.node?.id }))
  }

  @Test("random edits keep ids, rows and the engine's tree in step", arguments: UInt64(0)..<60)
  func property(seed: UInt64) {
    var random = Seeded(seed)
    var builder = Builder(Sample.tree)
    let start = builder.root
    var clipboard: BuilderNode?
    for _ in 0..<80 {
      builder.moveCursor(toRow: random.below(builder.rows.count + 1))
      switch random.below(11) {
      case 0: builder.add(.condition(random.pick(["p", "q", "r"])))
      case 1: builder.negate()
      case 2: builder.mute()
      case 3: builder.group()
      case 4: builder.ungroup()
      case 5: builder.switchJoint()
      case 6: clipboard = builder.cut() ?? clipboard
      case 7: if let clipboard { builder.paste(clipboard) }
      case 8: builder.move(down: random.chance(0.5))
      case 9: builder.replace(with: "s")
      default: builder.undo()
      }
      let (tree, ids) = builder.definition
      #expect(tree.nodes.count == ids.count)
      let known = Set(builder.rows.compactMap { $0.node?.id })
      #expect(ids.allSatisfy { $0.allSatisfy(known.contains) })
      #expect(builder.rows.indices.contains(builder.cursorRow))
    }
    while builder.canUndo { builder.undo() }
    #expect(builder.root == start)
    while builder.canRedo { builder.redo() }
  }
}

@Suite("A segment's tree as text") struct SegmentTreeTests {
  @Test("parentheses stand only where they are needed")
  func text() {
    let a = SegmentTree.condition("a")
    let b = SegmentTree.condition("b")
    #expect(SegmentTree.all([a, b]).text == "a and b")
    #expect(SegmentTree.all([a, .any([a, b])]).text == "a and (a or b)")
    #expect(SegmentTree.any([a, .all([a, b])]).text == "a or a and b")
    #expect(SegmentTree.not(.any([a, b])).text == "not (a or b)")
    #expect(SegmentTree.not(.all([a])).text == "not a")
    #expect(SegmentTree.all([.all([a, b]), b]).text == "(a and b) and b")
    #expect(SegmentTree.all([]).text == "everyone")
    #expect(SegmentTree.any([]).text == "not everyone")
  }

  @Test("nodes come parents first, with their depth")
  func nodes() {
    #expect(Sample.tree.nodes.map(\.depth) == [0, 1, 1, 2, 2, 1, 2, 1])
  }

  @Test("on several lines it says the same")
  func lines() {
    let joined = SegmentLines.text(Sample.tree).split(whereSeparator: \.isWhitespace)
      .joined(separator: " ")
    #expect(joined.filter { $0 != " " } == Sample.tree.text.filter { $0 != " " })
  }
}
