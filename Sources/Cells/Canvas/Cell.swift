/// One cell of a canvas: what it shows and how.
package struct Cell: Hashable, Sendable {
  package var cluster: Cluster
  package var ink: Ink

  package init(_ cluster: Cluster = .space, _ ink: Ink = .plain) {
    (self.cluster, self.ink) = (cluster, ink)
  }

  package static let blank = Cell()
}

/// A piece of text with its own role, for lines that mix several.
package struct Run: Hashable, Sendable {
  package var text: String
  package var role: Role
  package var emphasis: Emphasis

  package init(_ text: String, _ role: Role = .text, _ emphasis: Emphasis = []) {
    (self.text, self.role, self.emphasis) = (text, role, emphasis)
  }
}

/// Where a text sits in the columns it was given.
package enum Align: Hashable, Sendable { case leading, centre, trailing }
