/// What is to be delivered where, and what is left out of it.
package struct DeliveryOrder: Sendable {
  /// The segment's text, such as `@Buyers`.
  package var expression: String
  package var destination: String
  /// The file to write; nil only tells what would be written.
  package var file: String?
  package var replacesFile = false
  /// Whether only those are written who came or went since the last delivery.
  package var isDelta = false
  /// Segments whose members are left out, besides the standing suppressions.
  package var suppressed: [String] = []
  /// The share, in percent, that is kept back to compare with.
  package var heldOut: Int?
  /// The campaign whose own people are kept back; nil for those whom every campaign keeps back.
  package var campaign: String?
  /// Segments in the order in which they take people; a person goes to the first alone.
  package var priority: [String] = []
  /// Columns of the order's own, for destinations that take any.
  package var namespaces: [String]?
  package var attributes: [String] = []
  /// What the destination is to be told in every row, or where it is.
  package var settings: [String: String] = [:]

  package init(
    _ expression: String, to destination: String, ids namespaces: [String]? = nil,
    file: String? = nil
  ) {
    (self.expression, self.destination, self.file) = (expression, destination, file)
    self.namespaces = namespaces
  }
}
