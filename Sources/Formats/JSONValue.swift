package import Basis

/// A JSON document of configuration size as a tree; the members keep their order.
package indirect enum JSONValue: Sendable, Hashable {
  case null
  case boolean(Bool)
  /// A whole number that fits 64 bits, exactly.
  case integer(Int64)
  case double(Double)
  case string(String)
  case array([JSONValue])
  case object([JSONMember])

  /// How deep arrays and objects may be nested.
  static let deepest = 128

  /// Parses one document; a key that stands twice in an object is an error.
  package static func parse(_ bytes: [UInt8], file: String) throws(Fault) -> JSONValue {
    var parser = JSONParser(bytes, file: file)
    return try parser.document()
  }

  /// The value of `key` in an object.
  package subscript(key: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.key == key }?.value
  }

  package var string: String? { if case .string(let text) = self { text } else { nil } }
  package var integer: Int64? { if case .integer(let number) = self { number } else { nil } }
  package var boolean: Bool? { if case .boolean(let truth) = self { truth } else { nil } }
  package var array: [JSONValue]? { if case .array(let items) = self { items } else { nil } }

  /// Any number as a double.
  package var double: Double? {
    switch self {
    case .integer(let number): Double(number)
    case .double(let number): number
    default: nil
    }
  }

  /// Writes the value with `writer`.
  package func write(to writer: inout JSONWriter) {
    switch self {
    case .null: writer.null()
    case .boolean(let truth): writer.boolean(truth)
    case .integer(let number): writer.integer(number)
    case .double(let number): writer.double(number)
    case .string(let text): writer.string(text)
    case .array(let items):
      writer.beginArray()
      for item in items { item.write(to: &writer) }
      writer.endArray()
    case .object(let members):
      writer.beginObject()
      for member in members {
        writer.key(member.key)
        member.value.write(to: &writer)
      }
      writer.endObject()
    }
  }

  /// The value as compact JSON.
  package var bytes: [UInt8] {
    var writer = JSONWriter()
    write(to: &writer)
    return writer.bytes
  }
}

/// A key of a JSON object with its value.
package struct JSONMember: Sendable, Hashable {
  package let key: String
  package let value: JSONValue

  package init(_ key: String, _ value: JSONValue) { (self.key, self.value) = (key, value) }
}
