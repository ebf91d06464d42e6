/// A text that equals another only where every byte does.
///
/// Swift takes two spellings of one letter for the same text, such as `é` as one scalar and as two.
/// Segments do not: what they compare, look up and order goes by its bytes.
package struct ExactText: Hashable, Comparable, Sendable {
  package let text: String
  package init(_ text: String) { self.text = text }

  package static func == (a: ExactText, b: ExactText) -> Bool {
    a.text.utf8.elementsEqual(b.text.utf8)
  }

  package static func < (a: ExactText, b: ExactText) -> Bool {
    a.text.utf8.lexicographicallyPrecedes(b.text.utf8)
  }

  package func hash(into hasher: inout Hasher) {
    var text = text
    text.withUTF8 { unsafe hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
  }
}
