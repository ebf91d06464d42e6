/// One cell of a canvas: what it shows and how.
package struct Cell: Hashable, Sendable {
  package var cluster: Cluster
  package var ink: Ink

  package init(_ cluster: Cluster = .space, _ ink: Ink = .plain) {
    (self.cluster, self.ink) = (cluster, ink)
  }

  package static let blank = Cell()
}

extension Glyphs {
  /// What fills the space of a heat map's cell where no colour tells its class; nil elsewhere.
  ///
  /// A space between two letters stays one, so that figures can be read.
  package func shade(of cell: Cell, between before: Cell?, and after: Cell?) -> Cluster? {
    guard cell.cluster == .space, let shade = heatShade(cell.ink.role) else { return nil }
    let isText = { (other: Cell?) in
      other.map { $0.cluster != .space && $0.ink.role == cell.ink.role } ?? false
    }
    return isText(before) && isText(after) ? nil : shade
  }

  private func heatShade(_ role: Role) -> Cluster? {
    role.isHeat ? shades[Int(role.rawValue - Role.heat1.rawValue)] : nil
  }
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
