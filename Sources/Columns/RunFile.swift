package import Basis
internal import CSystem
package import Sealing
internal import Synchronization

/// A run file mapped into memory for reading.
///
/// Each section is compared with its checksum before the first of its values is handed out, so that a
/// damaged file is an error and never another figure.
///
/// A class, because it owns the mapping and unmaps it when the last reader lets go; it never
/// changes after `init`, so it can be read from any thread.
@safe package final class RunFile: @unchecked Sendable {
  // Sendable: the mapping is read-only and private, and every property is a constant; which
  // sections were checked is told by atomics.
  package let path: String
  private let start: UnsafeRawPointer
  private let size: Int
  private let sections: [String: Section]
  /// Opens the sections that are sealed; nil where nobody needs their values.
  private let vault: Vault?

  /// Where a section lies; a class, because readers on many threads share whether it was checked.
  private final class Section: Sendable {
    let offset: Int
    let length: Int
    let checksum: UInt64
    let isChecked = Atomic<Bool>(false)

    init(offset: Int, length: Int, checksum: UInt64) {
      (self.offset, self.length, self.checksum) = (offset, length, checksum)
    }
  }

  /// Maps the run at `path` and reads its table of contents.
  package init(path: String, vault: Vault? = nil) throws(Fault) {
    var size: UInt64 = 0
    var error: Int32 = 0
    guard let start = unsafe pt_map(path, &size, &error) else {
      if let refused = FileSystem.refusal(of: path) { throw refused }
      throw Fault(
        .damaged, path,
        reason: error == 2 ? "a column file is missing" : "a column file cannot be read",
        remedy: "Run `parterre verify` to see all that is, then `parterre restore` from a backup")
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
      if let section = sections[name] { try check(section, name) }
    }
  }

  private func check(_ section: Section, _ name: String) throws(Fault) {
    guard read(section, { Hash64.of($0) }) == section.checksum else {
      throw damage("section \(name) differs from its checksum")
    }
    section.isChecked.store(true, ordering: .relaxed)
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
    return try opened(try bytes(name + ValueSealing.suffix)) { (sealed) throws(Fault) in
      try vault.open(sealed, context: ValueSealing.context)
    }
  }

  /// What `open` makes of sealed bytes of this file, which a refusal names.
  func opened(
    _ sealed: [UInt8], by open: ([UInt8]) throws(Fault) -> [UInt8]
  ) throws(Fault) -> [UInt8] {
    do throws(Fault) {
      return try open(sealed)
    } catch {
      throw error.code == .damaged ? damage("\(error.subject) in it: \(error.reason)") : error
    }
  }

  /// How many values a packed section in clear has; nil where it is sealed or missing.
  package func valueCount(_ name: String) throws(Fault) -> Int? {
    guard sections[name] != nil else { return nil }
    guard let count = read(try section(name), { PackedIntegers.count($0) }) else {
      throw damage("section \(name) contradicts itself")
    }
    return count
  }

  package func words(_ name: String) throws(Fault) -> [UInt64] {
    if let plain = try opened(name) {
      return stride(from: 0, to: plain.count - 7, by: 8).map { offset in
        (0..<8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64(plain[offset + $1]) }
      }
    }
    return unsafe Array(try storedWords(name))
  }

  private func storedWords(_ name: String) throws(Fault) -> UnsafeBufferPointer<UInt64> {
    let section = try section(name)
    guard section.offset % 8 == 0, section.length % 8 == 0 else {
      throw damage("section \(name) has no whole words")
    }
    return unsafe UnsafeRawBufferPointer(start: start + section.offset, count: section.length)
      .bindMemory(to: UInt64.self)
  }

  /// Finds `word` in a section of ascending words; about log log n steps for evenly spread ones.
  package func position(of word: UInt64, inAscending name: String) throws(Fault) -> Int? {
    let words = unsafe try storedWords(name)
    var low = 0
    var high = words.count - 1
    while low <= high {
      let (least, most) = unsafe (words[low], words[high])
      guard word >= least, word <= most else { return nil }
      let span = most &- least
      let guess =
        span == 0
        ? low
        : low + min(high - low, Int(Double(word &- least) / Double(span) * Double(high - low)))
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

  /// The bytes of a section from one place to another.
  ///
  /// They are not compared with the section's checksum, which would read all of it: this is for
  /// what is sealed, and thereby checked, piece by piece.
  package func bytes(_ name: String, from first: Int, to end: Int) throws(Fault) -> [UInt8] {
    guard let section = sections[name], first >= 0, first <= end, end <= section.length else {
      throw damage("section \(name) is shorter than it should be")
    }
    return unsafe Array(
      UnsafeRawBufferPointer(start: start + section.offset, count: section.length)[first..<end])
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

  /// A section whose bytes are as they were written.
  private func section(_ name: String) throws(Fault) -> Section {
    guard let section = sections[name] else { throw damage("section \(name) is missing") }
    if !section.isChecked.load(ordering: .relaxed) { try check(section, name) }
    return section
  }

  private func read<Answer>(_ section: Section, _ body: (Span<UInt8>) -> Answer) -> Answer {
    let buffer = unsafe UnsafeRawBufferPointer(
      start: start + section.offset, count: section.length)
    return body(unsafe Span(_unsafeElements: buffer.bindMemory(to: UInt8.self)))
  }

  /// That the file contradicts itself, and what to do.
  package func damage(_ reason: String) -> Fault { Self.damage(path, reason) }

  /// Refuses columns that belong together and are not of one length.
  package func requireEqual(_ counts: Int..., in what: String) throws(Fault) {
    guard counts.allSatisfy({ $0 == counts[0] }) else {
      throw damage("the columns of \(what) are not of one length")
    }
  }

  private static func damage(_ path: String, _ reason: String) -> Fault {
    Fault(
      .damaged, path, reason: "the column file is damaged: \(reason)",
      remedy: "Run `parterre verify` to see all that is, then `parterre restore` from a backup")
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
    // Every process reads the contents of all runs, so that bytes are looked at once and no line is
    // made a text.
    var reader = ContentsReader(table)
    while let line = reader.next() {
      guard let line, line.length <= size, line.offset <= size - line.length else {
        throw damage(path, "its table of contents cannot be read")
      }
      sections[line.name] = Section(
        offset: line.offset, length: line.length, checksum: line.checksum)
    }
    return sections
  }
}
