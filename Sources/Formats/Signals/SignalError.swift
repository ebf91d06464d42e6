package import Basis

/// Why a consent string was refused, and at which place of it.
///
/// It holds no part of the string, so that it can go into a report as it is.
package struct SignalError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What is wrong, as the rest of a sentence.
  package let reason: String
  /// The segment or section, counted from 1; nil where the string as a whole is meant.
  package let segment: Int?
  /// The first bit concerned, counted from 0 within the segment; nil where no bit is meant.
  package let bit: Int?
  /// The character concerned, counted from 1 within the whole string.
  package let character: Int?

  package init(_ reason: String, segment: Int? = nil, bit: Int? = nil, character: Int? = nil) {
    (self.reason, self.segment, self.bit, self.character) = (reason, segment, bit, character)
  }

  /// The reason with its place behind it, such as `… (segment 1, bit 213, character 36)`.
  package var description: String {
    var place: [String] = []
    if let segment { place.append("segment \(segment)") }
    if let bit { place.append("bit \(bit)") }
    if let character { place.append("character \(character)") }
    return place.isEmpty ? reason : "\(reason) (\(place.joined(separator: ", ")))"
  }

  /// The same as a fault about `subject`, which must not be the string itself.
  package func fault(_ subject: String) -> Fault {
    Fault(
      .badConsent, subject, reason: description,
      remedy: "Ask the source for the string as its consent tool wrote it",
      place: character.map { Fault.Place(column: $0) })
  }
}
