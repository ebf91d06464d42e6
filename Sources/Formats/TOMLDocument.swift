package import Basis
internal import CToml

/// A value of a TOML file with the place where it stands.
package struct TOMLValue: Sendable, Hashable {
  package indirect enum Content: Sendable, Hashable {
    case table([TOMLEntry])
    case array([TOMLValue])
    case string(String)
    case integer(Int64)
    case double(Double)
    case boolean(Bool)
    /// A date, a time or both, as it is written in TOML.
    case moment(String)
  }

  package let content: Content
  package let line: Int
  package let column: Int

  /// What the value is, in words for a message.
  package var kindName: String {
    switch content {
    case .table: "a table"
    case .array: "a list"
    case .string: "a text"
    case .integer: "a whole number"
    case .double: "a number"
    case .boolean: "true or false"
    case .moment: "a date or time"
    }
  }

  /// The entries of a table in the order of the file; empty for anything else.
  package var entries: [TOMLEntry] {
    if case .table(let entries) = content { entries } else { [] }
  }

  /// The value of `key` in a table.
  package subscript(key: String) -> TOMLValue? {
    entries.first { $0.key == key }?.value
  }
}

/// A key of a table with its value and the place where the key stands.
package struct TOMLEntry: Sendable, Hashable {
  package let key: String
  package let value: TOMLValue
  package let line: Int
  package let column: Int
}

/// A parsed TOML file.
package struct TOMLDocument: Sendable, Hashable {
  package let file: String
  package let root: TOMLValue

  /// Parses `text`; the fault names the place in `file` and what was expected there.
  package static func parse(_ text: String, file: String) throws(Fault) -> TOMLDocument {
    var text = text
    let parsed = text.withUTF8 { buffer in
      unsafe pt_toml_parse(buffer.baseAddress, buffer.count)
    }
    guard let document = unsafe parsed else {
      throw Fault(
        .unreadable, file, reason: "there is no memory left to read it",
        remedy: "Close other programs and try again")
    }
    defer { unsafe pt_toml_free(document) }
    var (line, column): (UInt32, UInt32) = (0, 0)
    if let words = unsafe pt_toml_error(document, &line, &column) {
      throw Fault(
        .badConfiguration, file, reason: unsafe String(cString: words),
        remedy: "Correct the line and try again",
        place: Fault.Place(file: file, line: Int(line), column: Int(column)))
    }
    var count = 0
    let nodes = unsafe pt_toml_nodes(document, &count)
    let root = unsafe tree(UnsafeBufferPointer(start: nodes, count: count))
    return TOMLDocument(file: file, root: root)
  }

  /// Builds the tree from its end, so that every child is there before its parent.
  private static func tree(_ nodes: UnsafeBufferPointer<pt_toml_node>) -> TOMLValue {
    var children = [[TOMLEntry]](repeating: [], count: nodes.count + 1)
    for index in (0..<nodes.count).reversed() {
      let node = unsafe nodes[index]
      let below = Array(children[index].reversed())
      children[index] = []
      let value = TOMLValue(
        content: unsafe content(node, below), line: unsafe Int(node.line),
        column: unsafe Int(node.column))
      let entry = TOMLEntry(
        key: unsafe text(node.key, node.key_length), value: value,
        line: unsafe Int(node.key_line), column: unsafe Int(node.key_column))
      let parent = unsafe (node.parent < 0 ? nodes.count : Int(node.parent))
      children[parent].append(entry)
    }
    let empty = TOMLValue(content: .table([]), line: 1, column: 1)
    return children[nodes.count].first?.value ?? empty
  }

  private static func content(_ node: pt_toml_node, _ below: [TOMLEntry]) -> TOMLValue.Content {
    switch unsafe Int(node.kind) {
    case PT_TOML_TABLE:
      .table(below.sorted { ($0.line, $0.column) < ($1.line, $1.column) })
    case PT_TOML_ARRAY: .array(below.map(\.value))
    case PT_TOML_STRING: .string(unsafe text(node.text, node.text_length))
    case PT_TOML_INTEGER: .integer(unsafe node.integer)
    case PT_TOML_DOUBLE: .double(unsafe node.number)
    case PT_TOML_BOOLEAN: .boolean(unsafe node.integer != 0)
    default: .moment(unsafe text(node.text, node.text_length))
    }
  }

  private static func text(_ start: UnsafePointer<CChar>?, _ length: Int) -> String {
    let bytes = unsafe UnsafeRawBufferPointer(start: start, count: length)
    return unsafe String(decoding: bytes, as: UTF8.self)
  }
}
