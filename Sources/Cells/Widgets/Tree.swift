/// The lines that join the rows of a tree.
package enum Tree {
  /// The guides before each row, from the depth of each row in drawing order; roots have depth 0.
  ///
  /// Row by row: `├ ` before a row that has a sibling below it, `└ ` before the last one, and
  /// `│ ` for every ancestor that goes on.
  package static func guides(depths: [Int]) -> [String] {
    var guides = [String](repeating: "", count: depths.count)
    // Going up from the end, each level is open if a row of that depth came before a shallower one.
    var isOpen: [Bool] = []
    for index in depths.indices.reversed() {
      let depth = max(0, depths[index])
      while isOpen.count < depth + 1 { isOpen.append(false) }
      if depth > 0 {
        let trunk = isOpen[1..<depth].map { $0 ? "│ " : "  " }.joined()
        guides[index] = trunk + (isOpen[depth] ? "├ " : "└ ")
      }
      isOpen[depth] = true
      isOpen.removeLast(isOpen.count - depth - 1)
    }
    return guides
  }
}
