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
  package private(set) var cells: [Cell]
  private let parser: OpaquePointer
  private var found: [pt_json_cell]

  /// Makes a picker for dotted paths such as `context.traits.email`.
  package init(paths: [String]) {
    let texts = paths.map { Array($0.utf8CString) }
    let made = unsafe Self.withPointers(texts) { pointers in
      unsafe pt_json_create(pointers, Int32(paths.count))
    }
    guard let made = unsafe made else { preconditionFailure("no memory for a JSON parser") }
    unsafe parser = made
    found = [pt_json_cell](repeating: pt_json_cell(), count: max(1, paths.count))
    cells = [Cell](
      repeating: Cell(start: 0, end: 0, kind: .absent, isInArena: false), count: paths.count)
  }

  deinit { unsafe pt_json_destroy(parser) }

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
        unsafe found.withUnsafeMutableBufferPointer { found in
          unsafe pt_json_read(
            parser, bytes.baseAddress.map { unsafe $0 + range.lowerBound }, range.count,
            bytes.count - range.lowerBound, found.baseAddress,
            arena.baseAddress, &used)
        }
      }
    }
    if let problem = unsafe problem { return unsafe String(cString: problem).lowercased() }
    for index in cells.indices {
      let cell = found[index]
      let start = Int(cell.start) + (cell.in_arena != 0 ? 0 : range.lowerBound)
      cells[index] = Cell(
        start: Int32(truncatingIfNeeded: start),
        end: Int32(truncatingIfNeeded: start + Int(cell.length)),
        kind: Cell.Kind(rawValue: cell.kind) ?? .absent, isInArena: cell.in_arena != 0)
    }
    return nil
  }

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
