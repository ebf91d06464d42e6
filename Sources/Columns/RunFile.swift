package import Basis
internal import CSystem
package import Sealing

/// A run file mapped into memory for reading.
///
/// A class, because it owns the mapping and unmaps it when the last reader lets go; it never
/// changes after `init`, so it can be read from any thread.
@safe package final class RunFile: @unchecked Sendable {
  // Sendable: the mapping is read-only and private, and every property is a constant.
  package let path: String
  private let start: UnsafeRawPointer
  private let size: Int
  private let sections: [String: Section]
  /// Opens the sections that are sealed; nil where nobody needs their values.
  private let vault: Vault?

  private struct Section {
    let offset: Int
    let length: Int
    let checksum: UInt64
  }

  /// Maps the run at `path` and reads its table of contents.
  package init(path: String, vault: Vault? = nil) throws(Fault) {
    var size: UInt64 = 0
    var error: Int32 = 0
    guard let start = unsafe pt_map(path, &size, &error) else {
      throw Fault(
        .damaged, path,
        reason: error == 2 ? "a column file is missing" : "a column file cannot be read",
        remedy: "Run `parterre verify`, then `parterre restore` from a backup")
    }
    self.path = path
    self.vault = vault
    unsafe self.start = start
    self.size = Int(size)
    do {
      sections = try unsafe Self.contents(path, start, Int(size))
    } catch {
      unsafe pt_unmap(start, size)
      throw error
    }
  }

  deinit { unsafe pt_unmap(start, UInt64(size)) }

  package var byteCount: Int { size }
  package var sectionNames: [String] { sections.keys.sorted() }
  package func has(_ name: String) -> Bool {
    sections[name] != nil || sections[name + ValueSealing.suffix] != nil
  }

  /// Checks every section against its checksum and names the first that differs.
  package func verify() throws(Fault) {
    for name in sectionNames {
      guard let section = sections[name] else { continue }
      guard read(section, { Hash64.of($0) }) == section.checksum else {
        throw damage("section \(name) differs from its checksum")
      }
    }
  }

  package func integers(_ name: String) throws(Fault) -> [Int64] {
    if let plain = try opened(name) {
      guard let values = PackedIntegers.unpack(plain.span) else {
        throw damage("section \(name) contradicts itself")
      }
      return values
    }
    guard let values = read(try section(name), { PackedIntegers.unpack($0) }) else {
      throw damage("section \(name) contradicts itself")
    }
    return values
  }

  package func numbers(_ name: String) throws(Fault) -> [UInt32] {
    guard let values = read(try section(name), { PackedIntegers.unpack32($0) }) else {
      throw damage("section \(name) contradicts itself")
    }
    return values
  }

  /// One value of a packed section, by unpacking its block only.
  package func number(_ name: String, at row: Int) throws(Fault) -> UInt32 {
    guard let value = read(try section(name), { PackedIntegers.value(at: row, in: $0) }) else {
      throw damage("section \(name) has no row \(row)")
    }
    return UInt32(truncatingIfNeeded: value)
  }

  package func reals(_ name: String) throws(Fault) -> [Double] {
    try words(name).map(Double.init(bitPattern:))
  }

  /// The bytes of a section that is sealed; nil for one that lies in clear.
  private func opened(_ name: String) throws(Fault) -> [UInt8]? {
    guard sections[name] == nil, sections[name + ValueSealing.suffix] != nil else { return nil }
    guard let vault else { throw damage("section \(name) is sealed, and nobody has opened it") }
    return try vault.open(try bytes(name + ValueSealing.suffix), context: ValueSealing.context)
  }

  package func words(_ name: String) throws(Fault) -> [UInt64] {
    if let plain = try opened(name) {
      return stride(from: 0, to: plain.count - 7, by: 8).map { offset in
        (0..<8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64(plain[offset + $1]) }
      }
    }
    let section = try section(name)
    let source = unsafe UnsafeRawBufferPointer(
      start: start + section.offset, count: section.length)
    return unsafe Array(source.bindMemory(to: UInt64.self))
  }

  /// How many words a section has.
  package func wordCount(_ name: String) -> Int { (sections[name]?.length ?? 0) / 8 }

  /// Finds `word` in a section of ascending words; about log log n steps for evenly spread ones.
  package func position(of word: UInt64, inAscending name: String) -> Int? {
    guard let section = sections[name], section.length >= 8 else { return nil }
    let words = unsafe UnsafeRawBufferPointer(start: start + section.offset, count: section.length)
      .bindMemory(to: UInt64.self)
    var low = 0
    var high = words.count - 1
    while low <= high {
      let (least, most) = unsafe (words[low], words[high])
      guard word >= least, word <= most else { return nil }
      let span = most &- least
      let guess =
        span == 0
        ? low
        : low + Int(Double(word &- least) / Double(span) * Double(high - low))
      let found = unsafe words[guess]
      if found == word { return guess }
      if found < word { low = guess + 1 } else { high = guess - 1 }
    }
    return nil
  }

  /// A part of the file as it is, for copying it.
  package func bytes(in range: Range<Int>) -> [UInt8] {
    unsafe Array(UnsafeRawBufferPointer(start: start, count: size)[range])
  }

  package func bytes(_ name: String) throws(Fault) -> [UInt8] {
    let section = try section(name)
    return unsafe Array(
      UnsafeRawBufferPointer(start: start + section.offset, count: section.length))
  }

  /// Some of the bytes of a section.
  package func bytes(_ name: String, _ range: Range<Int>) throws(Fault) -> [UInt8] {
    let section = try section(name)
    guard range.lowerBound >= 0, range.upperBound <= section.length else {
      throw damage("section \(name) is shorter than it should be")
    }
    return unsafe Array(
      UnsafeRawBufferPointer(start: start + section.offset, count: section.length)[range])
  }

  package func texts(_ name: String) throws(Fault) -> [String] {
    let lengths = try numbers(name + "/lengths")
    let all = try bytes(name + "/bytes")
    var texts: [String] = []
    texts.reserveCapacity(lengths.count)
    var offset = 0
    for length in lengths {
      let end = offset + Int(length)
      guard end <= all.count else { throw damage("the texts of \(name) are cut off") }
      texts.append(String(decoding: all[offset..<end], as: UTF8.self))
      offset = end
    }
    return texts
  }

  private func section(_ name: String) throws(Fault) -> Section {
    guard let section = sections[name] else { throw damage("section \(name) is missing") }
    return section
  }

  private func read<Answer>(_ section: Section, _ body: (Span<UInt8>) -> Answer) -> Answer {
    let buffer = unsafe UnsafeRawBufferPointer(
      start: start + section.offset, count: section.length)
    return body(unsafe Span(_unsafeElements: buffer.bindMemory(to: UInt8.self)))
  }

  private func damage(_ reason: String) -> Fault { Self.damage(path, reason) }

  private static func damage(_ path: String, _ reason: String) -> Fault {
    Fault(
      .damaged, path, reason: reason,
      remedy: "Restore the workspace from a backup with `parterre restore`")
  }

  private static func contents(
    _ path: String, _ start: UnsafeRawPointer, _ size: Int
  ) throws(Fault) -> [String: Section] {
    let magic = RunWriter.magic
    let trailer = 16 + magic.count
    let whole = unsafe UnsafeRawBufferPointer(start: start, count: size)
    guard size >= magic.count + trailer,
      unsafe whole.prefix(magic.count).elementsEqual(magic),
      unsafe whole.suffix(magic.count).elementsEqual(magic)
    else { throw damage(path, "it is not a complete column file") }
    let length = Int(
      truncatingIfNeeded: unsafe whole.loadUnaligned(
        fromByteOffset: size - trailer, as: UInt64.self))
    let checksum = unsafe whole.loadUnaligned(
      fromByteOffset: size - trailer + 8, as: UInt64.self)
    guard length >= 0, length <= size - trailer - magic.count else {
      throw damage(path, "its table of contents does not fit")
    }
    let table = unsafe Array(whole[(size - trailer - length)..<(size - trailer)])
    guard Hash64.of(table.span) == checksum else {
      throw damage(path, "its table of contents differs from its checksum")
    }
    var sections: [String: Section] = [:]
    for line in String(decoding: table, as: UTF8.self).split(separator: "\n") {
      let parts = line.split(separator: "\t")
      guard parts.count == 4, let offset = Int(parts[1]), let length = Int(parts[2]),
        let checksum = UInt64(parts[3]), offset >= 0, length >= 0, offset + length <= size
      else { throw damage(path, "its table of contents cannot be read") }
      sections[String(parts[0])] = Section(offset: offset, length: length, checksum: checksum)
    }
    return sections
  }
}
