/// What an erasure leaves where a text named somebody.
package enum ErasureMark {
  package static let text = "(erased)"
}
