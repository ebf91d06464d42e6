internal import Basis

/// Builds one run file: named sections, then their table of contents.
///
/// Layout: the magic, the sections each starting on eight bytes, the table of contents as text lines
/// `name<TAB>offset<TAB>length<TAB>checksum`, its length and checksum, and the magic again. A run is
/// written once and never changed.
package struct RunWriter: Sendable {
  static let magic = Array("PARTERR1".utf8)

  /// One line of the table of contents.
  private struct Section {
    let name: String
    var offset: Int
    let count: Int
    let checksum: UInt64

    var line: String { "\(name)\t\(offset)\t\(count)\t\(checksum)\n" }
  }

  private var bytes = RunWriter.magic
  private var sections: [Section] = []

  /// What seals the values that are personal data; nil where nothing is.
  private let sealing: ValueSealing?

  package init(sealing: ValueSealing? = nil) { self.sealing = sealing }

  package var byteCount: Int { bytes.count }

  /// Adds a section of raw bytes under a name that has no tab or line break.
  package mutating func add(_ name: String, bytes section: [UInt8]) {
    var (name, section) = (name, section)
    if let sealing, sealing.covers(name) {
      (name, section) = (name + ValueSealing.suffix, sealing.sealed(section))
    }
    while bytes.count % 8 != 0 { bytes.append(0) }
    let checksum = Hash64.of(section.span)
    sections.append(
      Section(name: name, offset: bytes.count, count: section.count, checksum: checksum))
    bytes += section
  }

  /// Adds all sections of another, as if each had been added here.
  package mutating func append(_ part: RunWriter) {
    while bytes.count % 8 != 0 { bytes.append(0) }
    let shift = bytes.count - Self.magic.count
    bytes += part.bytes[Self.magic.count...]
    for var section in part.sections {
      section.offset += shift
      sections.append(section)
    }
  }

  package mutating func add(_ name: String, _ values: [UInt32], ascending: Bool = false) {
    add(name, bytes: PackedIntegers.pack(values, ascending: ascending))
  }

  package mutating func add(_ name: String, _ values: [Int64], ascending: Bool = false) {
    add(name, bytes: PackedIntegers.pack(values, ascending: ascending))
  }

  /// Adds 64-bit words as they are, for sections that are searched in place.
  package mutating func add(_ name: String, words: [UInt64]) {
    add(name, bytes: unsafe words.withUnsafeBytes { unsafe Array($0) })
  }

  package mutating func add(_ name: String, reals: [Double]) {
    add(name, words: reals.map(\.bitPattern))
  }

  /// Adds texts in their order.
  package mutating func add(_ name: String, texts: [String]) {
    var lengths: [UInt32] = []
    var all: [UInt8] = []
    for text in texts {
      lengths.append(UInt32(text.utf8.count))
      all += text.utf8
    }
    add(name + "/lengths", lengths)
    add(name + "/bytes", bytes: all)
  }

  /// The whole file.
  package consuming func finish() -> [UInt8] {
    let table = sections.flatMap { Array($0.line.utf8) }
    bytes += table
    for word in [UInt64(table.count), Hash64.of(table.span)] {
      for shift in stride(from: UInt64(0), to: 64, by: 8) {
        bytes.append(UInt8(truncatingIfNeeded: word >> shift))
      }
    }
    bytes += Self.magic
    return bytes
  }
}
