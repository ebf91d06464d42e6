import Cells
import Testing

@Suite("Trees") struct TreeTests {
  @Test("guides join rows to what comes below")
  func guides() {
    let guides = Tree.guides(depths: [0, 1, 1, 2, 2, 1, 0, 1])
    #expect(guides == ["", "├ ", "├ ", "│ ├ ", "│ └ ", "└ ", "", "└ "])
  }

  @Test("depths that skip a level do not trap")
  func skipping() {
    #expect(Tree.guides(depths: [3, 0, 2, -1, 1]).count == 5)
    #expect(Tree.guides(depths: []) == [])
  }
}
