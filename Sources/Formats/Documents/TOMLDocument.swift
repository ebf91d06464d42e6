package import Basis
internal import CToml

/// A value of a TOML document with the place where it stands.
package indirect enum TOMLValue: Sendable, Equatable {
  case table([TOMLEntry])
  case array([TOMLEntry])
  case string(String)
  case integer(Int64)
  case float(Double)
  case boolean(Bool)
  /// A date, a time or both, as written.
  case date(String)

  /// What the value is, for messages.
  package var kindName: String {
    switch self {
    case .table: "a table"
    case .array: "a list"
    case .string: "a text"
    case .integer: "a whole number"
    case .float: "a number"
    case .boolean: "true or false"
    case .date: "a date"
    }
  }
}

/// An entry of a table, or an element of a list, whose key is empty.
package struct TOMLEntry: Sendable, Equatable {
  package let key: String
  package let value: TOMLValue
  package let line: Int
  package let column: Int
}

/// A parsed TOML document: its entries in the order of the text.
package struct TOMLDocument: Sendable {
  package let file: String
  package let entries: [TOMLEntry]

  /// Parses a document; a syntax error names its line and column.
  package static func parse(_ text: String, file: String) throws(Fault) -> TOMLDocument {
    let builder = TreeBuilder()
    var message = [CChar](repeating: 0, count: 512)
    var line: UInt32 = 0
    var column: UInt32 = 0
    let bytes = Array(text.utf8CString)
    let status = unsafe withUnsafePointer(to: builder) { context in
      unsafe pt_toml_walk(
        bytes, bytes.count - 1,
        { context, step in
          guard let context = unsafe context, let step = unsafe step else { return }
          unsafe context.assumingMemoryBound(to: TreeBuilder.self).pointee.take(step.pointee)
        }, UnsafeMutableRawPointer(mutating: context), &message, message.count, &line, &column)
    }
    guard status == 0 else {
      let reason = String(
        decoding: message.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
      throw Fault(
        .malformed, file, reason: reason.lowercasedFirst, remedy: "Mend the line and try again",
        place: Fault.Place(file: file, line: Int(line), column: Int(column)))
    }
    guard case .table(let entries)? = builder.root else {
      return TOMLDocument(file: file, entries: [])
    }
    return TOMLDocument(file: file, entries: entries)
  }
}

/// Puts the steps of a walk together into a tree.
///
/// A class, because C holds a pointer to it while it calls back.
private final class TreeBuilder {
  private struct Open {
    let isTable: Bool
    let key: String
    let line: Int
    let column: Int
    var entries: [TOMLEntry] = []
  }

  private var open: [Open] = []
  private(set) var root: TOMLValue?

  func take(_ step: pt_toml_step) {
    let key = unsafe Self.text(step.key, step.key_length)
    let text = unsafe Self.text(step.text, step.text_length)
    let (line, column) = (Int(unsafe step.line), Int(unsafe step.column))
    let kind = Int(unsafe step.kind)
    switch kind {
    case PT_TOML_TABLE, PT_TOML_ARRAY:
      open.append(Open(isTable: kind == PT_TOML_TABLE, key: key, line: line, column: column))
    case PT_TOML_END:
      guard let done = open.popLast() else { return }
      let value: TOMLValue = done.isTable ? .table(done.entries) : .array(done.entries)
      if open.isEmpty { root = value } else { add(value, done.key, done.line, done.column) }
    case PT_TOML_STRING: add(.string(text), key, line, column)
    case PT_TOML_INTEGER: add(.integer(unsafe step.integer), key, line, column)
    case PT_TOML_FLOAT: add(.float(unsafe step.real), key, line, column)
    case PT_TOML_BOOLEAN: add(.boolean(unsafe step.integer != 0), key, line, column)
    default: add(.date(text), key, line, column)
    }
  }

  private func add(_ value: TOMLValue, _ key: String, _ line: Int, _ column: Int) {
    open[open.count - 1].entries.append(
      TOMLEntry(key: key, value: value, line: line, column: column))
  }

  private static func text(_ start: UnsafePointer<CChar>?, _ length: Int) -> String {
    guard let start = unsafe start else { return "" }
    return unsafe String(
      decoding: UnsafeRawBufferPointer(start: start, count: length), as: UTF8.self)
  }
}

extension String {
  var lowercasedFirst: String { prefix(1).lowercased() + dropFirst() }
}
