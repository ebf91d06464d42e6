/// A decoded United States section of a GPP string.
package struct USPrivacySection: Hashable, Sendable {
  package let layout: GPPSectionLayout
  /// The version of the MSPA that the newer layouts carry; nil for the others.
  package var mspaVersion: Int?
  private var values: [USPrivacyField: [Int]] = [:]
  /// The Global Privacy Control as the section saw it; nil where it says nothing.
  package var gpc: Bool?

  /// Makes a section in which nothing applies.
  package init(_ layout: GPPSectionLayout) {
    self.layout = layout
    if layout.prefix == .sectionAndVersions { mspaVersion = 1 }
    for item in layout.items { values[item.field] = [Int](repeating: 0, count: item.count) }
  }

  /// The items of a field, each 0 to 2; empty where the section has no such field.
  package subscript(field: USPrivacyField) -> [Int] {
    get { values[field] ?? [] }
    set {
      precondition(newValue.count == values[field]?.count, "a field has a fixed number of items")
      values[field] = newValue.map { min(max($0, 0), 2) }
    }
  }

  /// The fields in the section's own order.
  package var fields: [USPrivacyField] { layout.items.map(\.field) }

  /// Decodes section `id`, which may have sub-sections behind full stops.
  package init(id: Int, _ text: Span<UInt8>, segment: Int = 1) throws(SignalError) {
    var parts = TCSegments()
    guard let core = parts.next(in: text) else {
      throw SignalError("the section is empty", segment: segment)
    }
    var reader = BitReader(core, segment: segment)
    let (layout, mspaVersion) = try Self.readPrefix(&reader, id, text)
    self.init(layout)
    self.mspaVersion = mspaVersion
    for item in layout.items {
      var items: [Int] = []
      for _ in 0..<item.count {
        let value = try reader.number(2, "fields of the section", of: text)
        guard value < 3 else {
          throw reader.error("\(item.field.rawValue) has the value 3, which means nothing")
        }
        items.append(value)
      }
      values[item.field] = items
    }
    guard try reader.restIsZero(of: text) else {
      throw reader.error("the section has bits set after its end")
    }
    while let range = parts.next(in: text) {
      try readSubsection(BitReader(range, segment: segment), text)
    }
  }

  private static func readPrefix(
    _ reader: inout BitReader, _ id: Int, _ text: borrowing Span<UInt8>
  ) throws(SignalError) -> (GPPSectionLayout, mspaVersion: Int?) {
    let known = GPPSectionLayout.versions(of: id)
    guard let first = known.first, let sample = GPPSectionLayout.of(id: id, version: first) else {
      throw reader.error("section \(id) is not one of the United States")
    }
    let hasID = sample.prefix == .sectionAndVersions
    if hasID, try reader.number(6, "section id", of: text) != id {
      throw reader.error("the section names another id than the header", at: 0)
    }
    let version = try reader.number(6, "section version", of: text)
    guard let layout = GPPSectionLayout.of(id: id, version: version) else {
      throw reader.error("version \(version) of section \(id) is not known", at: 0)
    }
    return (layout, hasID ? try reader.number(6, "MSPA version", of: text) : nil)
  }

  private mutating func readSubsection(
    _ start: BitReader, _ text: borrowing Span<UInt8>
  ) throws(SignalError) {
    var reader = start
    let type = try reader.number(2, "sub-section type", of: text)
    guard type == 1 else { throw reader.error("sub-section type \(type) is not known", at: 0) }
    guard layout.mayHaveGPC else {
      throw reader.error("this section has no sub-section for the Global Privacy Control", at: 0)
    }
    guard gpc == nil else {
      throw reader.error("the Global Privacy Control is there twice", at: 0)
    }
    gpc = try reader.flag("Global Privacy Control", of: text)
  }

  /// The section as it is sent.
  package var encoded: String {
    var writer = BitWriter()
    if let mspaVersion {
      writer.write(layout.id, 6)
      writer.write(layout.version, 6)
      writer.write(mspaVersion, 6)
    } else {
      writer.write(layout.version, 6)
    }
    for item in layout.items {
      for value in self[item.field] { writer.write(value, 2) }
    }
    guard let gpc else { return writer.text }
    return writer.text + (gpc ? ".YA" : ".QA")
  }

  /// What a section may forbid.
  package enum Use: Sendable, CaseIterable { case sale, sharing, targetedAdvertising }

  /// Whether the person opted out of `use`, by the section or by the Global Privacy Control, or is
  /// a known child for whom no consent was given.
  ///
  /// A field that the section lacks forbids nothing: a state without a right to opt out of sharing
  /// treats sharing as sale.
  package func forbids(_ use: Use) -> Bool {
    if gpc == true { return true }
    if self[.knownChild].contains(1) { return true }
    return optOut(of: use).contains(1)
  }

  /// Whether the person may be counted on not to have opted out of any of `uses`: false where one is
  /// forbidden, nil where one was never asked about and nothing is known.
  package func permits(_ uses: [Use]) -> Bool? {
    if uses.contains(where: forbids) { return false }
    return uses.allSatisfy { optOut(of: $0).contains(2) } ? true : nil
  }

  /// The answer to a use's opt-out, by the field that stands for it in this section.
  private func optOut(of use: Use) -> [Int] {
    switch use {
    case .sale: self[.saleOptOut]
    case .sharing: self[.sharingOptOut].isEmpty ? self[.saleOptOut] : self[.sharingOptOut]
    case .targetedAdvertising:
      // California knows no opt-out of its own for targeted advertising: it counts as sharing.
      self[.targetedAdvertisingOptOut].isEmpty
        ? self[.sharingOptOut] : self[.targetedAdvertisingOptOut]
    }
  }
}
