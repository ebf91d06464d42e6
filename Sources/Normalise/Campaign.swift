/// What the parameters of a link say about the campaign that it belongs to.
package struct Campaign: Sendable {
  /// A parameter that links are tagged with.
  package enum Field: Int, Sendable, CaseIterable {
    case source, medium, campaign, term, content, id, sourcePlatform, creativeFormat
    case marketingTactic
    case gclid, gbraid, wbraid, dclid, fbclid, msclkid, ttclid, liFatId, twclid, epik

    /// The parameter's name in a URL.
    package var parameter: String {
      switch self {
      case .source: "utm_source"
      case .medium: "utm_medium"
      case .campaign: "utm_campaign"
      case .term: "utm_term"
      case .content: "utm_content"
      case .id: "utm_id"
      case .sourcePlatform: "utm_source_platform"
      case .creativeFormat: "utm_creative_format"
      case .marketingTactic: "utm_marketing_tactic"
      case .liFatId: "li_fat_id"
      default: "\(self)"
      }
    }

    /// True for the ids that ad platforms add to a link, which are kept letter by letter.
    package var isClickId: Bool { rawValue >= Field.gclid.rawValue }

    /// True where the click was paid for by what the id alone says.
    var isPaidClick: Bool {
      switch self {
      case .gclid, .gbraid, .wbraid, .dclid, .msclkid: true
      default: false
      }
    }
  }

  private var ranges = [19 of Range<Int>](repeating: 0..<0)

  /// Where a field's value stands in the buffer that was given to `read`; nil where it is missing.
  package subscript(field: Field) -> Range<Int>? {
    let range = ranges[field.rawValue]
    return range.isEmpty ? nil : range
  }

  /// True where no field has a value.
  package var isEmpty: Bool { Field.allCases.allSatisfy { self[$0] == nil } }

  /// Reads the tags of a URL and appends their values to `out`.
  ///
  /// Values are decoded once, cleaned and trimmed; those of `utm_` are put in small letters. Of a
  /// parameter that occurs twice the first value that is not empty counts. Tags behind `#` count
  /// where the query has none of them.
  package static func read(
    _ bytes: Span<UInt8>, address: WebAddress, into out: inout [UInt8]
  ) -> Campaign {
    var campaign = Campaign()
    campaign.take(bytes, address.query, into: &out)
    if !address.fragment.isEmpty { campaign.take(bytes, address.fragment, into: &out) }
    return campaign
  }

  private mutating func take(
    _ bytes: Span<UInt8>, _ query: Range<Int>, into out: inout [UInt8]
  ) {
    var start = query.lowerBound
    // A fragment may have a query of its own: `#/page?utm_source=x`.
    for index in query where bytes[index] == UInt8(ascii: "?") { start = index + 1 }
    WebAddress.forEachParameter(bytes, in: start..<query.upperBound) { name, value in
      guard !value.isEmpty, let field = Self.field(bytes, name), self[field] == nil else { return }
      ranges[field.rawValue] = Self.appendValue(bytes, value, of: field, into: &out)
    }
  }

  private static func appendValue(
    _ bytes: Span<UInt8>, _ value: Range<Int>, of field: Field, into out: inout [UInt8]
  ) -> Range<Int> {
    var decoded: [UInt8] = []
    decoded.reserveCapacity(value.count)
    PercentText.appendDecoded(bytes, value, into: &decoded)
    let trimmed = TextBytes.trimmed(decoded.span)
    let start = out.count
    if field.isClickId {
      SafeText.appendCleaned(decoded.span.extracting(trimmed), into: &out)
    } else {
      var cleaned: [UInt8] = []
      SafeText.appendCleaned(decoded.span.extracting(trimmed), into: &cleaned)
      LetterCase.appendLowered(cleaned.span, into: &out)
    }
    return start..<out.count
  }

  private static let names: [(name: [UInt8], field: Field)] = Field.allCases.map {
    (Array($0.parameter.utf8), $0)
  }

  private static func field(_ bytes: Span<UInt8>, _ name: Range<Int>) -> Field? {
    guard name.count >= 4, name.count <= 20 else { return nil }
    let head = TextBytes.lowered(bytes[name.lowerBound])
    for (known, field) in names where known.count == name.count && known[0] == head {
      if TextBytes.isEqual(bytes.extracting(name), ignoringCaseOf: known) { return field }
    }
    return nil
  }
}
