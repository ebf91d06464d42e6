internal import Basis
package import Formats
internal import Segments

/// Segments as trees in JSON, which other programs read and write more easily than sentences.
package enum SegmentTrees {
  /// The tree of a segment's text; null where it does not read.
  package static func json(of text: String) -> JSON {
    (try? Segment(parsing: text)).map { json($0.json) } ?? .null
  }

  /// What a segment is given as: its text, or the text of a tree in JSON.
  static func text(_ given: String) throws(Fault) -> String {
    guard given.first(where: { !$0.isWhitespace }) == "{" else { return given }
    return try Segment(json: JSONTree(parsing: given)).description
  }

  private static func json(_ tree: JSONTree) -> JSON {
    switch tree {
    case .null: .null
    case .boolean(let flag): .boolean(flag)
    case .integer(let number): .integer(number)
    case .string(let text): .string(text)
    case .array(let items): .array(items.map { json($0) })
    case .object(let members): .object(members.map { ($0.key, json($0.value)) })
    }
  }
}
