internal import CSimdjson

/// Picks a fixed list of fields out of JSON objects, one object a call, without allocating.
///
/// A class, because it owns the parser's memory; each thread has its own.
@safe package final class JSONFields {
  /// Where a field's text lies.
  package struct Cell: Sendable, Equatable {
    package enum Kind: UInt8, Sendable { case absent, string, number, boolean, nested }
    package var start: Int32
    package var end: Int32
    package var kind: Kind
    /// The text had escapes and lies in `arena`, not in the line.
    package var isInArena: Bool
  }

  /// Bytes that must follow a chunk's text, so that the parser may read in wide words.
  package static var padding: Int { pt_json_padding() }

  /// The unescaped texts of the last object.
  package private(set) var arena: [UInt8] = []
  /// How many fields there are.
  package let count: Int
  private let parser: OpaquePointer
  // Not an array: each look at a class's array is checked for a writer at the same time, which a
  // row of thirty fields felt.
  private let found: UnsafeMutableBufferPointer<pt_json_cell>

  /// Makes a picker for dotted paths such as `context.traits.email`.
  package init(paths: [String]) {
    let texts = paths.map { Array($0.utf8CString) }
    let made = unsafe Self.withPointers(texts) { pointers in
      unsafe pt_json_create(pointers, Int32(paths.count))
    }
    guard let made = unsafe made else { preconditionFailure("no memory for a JSON parser") }
    unsafe parser = made
    unsafe found = .allocate(capacity: max(1, paths.count))
    unsafe found.initialize(repeating: pt_json_cell())
    count = paths.count
  }

  deinit {
    unsafe pt_json_destroy(parser)
    unsafe found.deallocate()
  }

  /// Reads the object in `range` of a padded chunk; returns what is wrong with it, or nil.
  ///
  /// Texts that lie in the line have their places in the chunk.
  package func read(_ range: Range<Int>, of chunk: Span<UInt8>) -> String? {
    if arena.count < range.count {
      arena = [UInt8](repeating: 0, count: max(range.count, 4_096))
    }
    var used: UInt32 = 0
    let problem = unsafe chunk.withUnsafeBytes { bytes in
      unsafe arena.withUnsafeMutableBytes { arena in
        unsafe pt_json_read(
          parser, bytes.baseAddress, range.lowerBound, range.count, bytes.count,
          found.baseAddress, arena.baseAddress, &used)
      }
    }
    return unsafe problem.map { unsafe String(cString: $0).lowercased() }
  }

  /// Where a field of the last object lies.
  package func cell(_ index: Int) -> Cell {
    precondition(index >= 0 && index < count)
    let cell = unsafe found[index]
    return Cell(
      start: Int32(truncatingIfNeeded: cell.start),
      end: Int32(truncatingIfNeeded: cell.start &+ cell.length),
      kind: Cell.Kind(rawValue: cell.kind) ?? .absent, isInArena: cell.in_arena != 0)
  }

  /// Gives `cells` the places of the last object's first fields, and tells whether any of them lies
  /// in the arena.
  package func place(_ cells: inout [TextCell]) -> Bool {
    precondition(cells.count <= count)
    var inArena: UInt8 = 0
    var places = cells.mutableSpan
    for index in places.indices {
      // An absent field has no length, and so has its cell.
      let cell = unsafe found[index]
      places[index] = TextCell(
        start: Int32(truncatingIfNeeded: cell.start),
        end: Int32(truncatingIfNeeded: cell.start &+ cell.length), isScratch: cell.in_arena != 0)
      inArena |= cell.in_arena
    }
    return inArena != 0
  }

  /// All fields of the last object.
  package var cells: [Cell] { (0..<count).map { cell($0) } }

  private static func withPointers<Answer>(
    _ texts: [[CChar]], _ body: (UnsafePointer<UnsafePointer<CChar>?>?) -> Answer
  ) -> Answer {
    // The texts are laid one after the other, so that one buffer keeps all pointers alive.
    let all = texts.flatMap { $0 }
    return unsafe all.withUnsafeBufferPointer { buffer in
      var pointers: [UnsafePointer<CChar>?] = unsafe []
      var offset = 0
      for text in texts {
        unsafe pointers.append(buffer.baseAddress.map { unsafe $0 + offset })
        offset += text.count
      }
      return unsafe pointers.withUnsafeBufferPointer { unsafe body($0.baseAddress) }
    }
  }
}
