package import Basis
internal import CSimdjson

/// Takes the wanted fields out of JSON documents, one a line, without building trees.
///
/// Every document is walked once, in its own order; of a key that stands twice the last one counts.
/// A document with a batch array (`{"batch": [...], "context": {...}}`) gives one document for each
/// element; wanted fields under `context`, `integrations`, `sentAt`, `receivedAt` and `writeKey`
/// that an element lacks come from the document round it, value by value.
///
/// Parts of a document that no path leads to are checked for brackets, strings and UTF-8, but not
/// for the spelling of numbers and words.
///
/// One reader belongs to one thread; it owns the buffers that its answers are read from.
@safe package struct JSONFields: ~Copyable {
  /// What stands at a path.
  package enum Kind: UInt8, Sendable, CaseIterable {
    case absent, null, string, integer, double, boolean, object, array
  }

  /// One wanted field of one document.
  ///
  /// `range` holds a string without its quotes, and any other value as it was written; its offsets
  /// count in the arena when `isInArena`, else in the chunk.
  package struct Field: Sendable, Hashable {
    package let kind: Kind
    package let isInArena: Bool
    package let start: Int
    package let end: Int
    /// The value of an integer, 1 or 0 for a boolean, and else 0.
    package let integer: Int64
    /// The value of a number; one that does not fit 64 bits is the nearest double.
    package let double: Double

    package var range: Range<Int> { start..<end }
  }

  /// One document by its place.
  package struct Document: Sendable, Hashable {
    package let start: Int
    package let end: Int
    package let line: Int
    /// Which element of a batch it is, from 0; nil when it stands alone.
    package let element: Int?
    package let problem: Problem?
  }

  /// What was wrong with a document, and where in it.
  package struct Problem: Sendable, Hashable {
    package let code: Int
    /// Bytes from the beginning of the document.
    package let offset: Int

    /// The problem in simdjson's words.
    package var explanation: String {
      guard let words = unsafe pt_json_error_text(Int32(code)) else { return "broken JSON" }
      return unsafe String(cString: words)
    }
  }

  private static let inherited: Set<String> = [
    "context", "integrations", "sentAt", "receivedAt", "writeKey",
  ]

  package let paths: [JSONPath]
  /// How many documents the current batch holds.
  package private(set) var count = 0
  private let reader: OpaquePointer
  /// Where the field of each path stands in a row; a path may be asked for twice.
  private let slots: [Int]
  private let width: Int
  private var documents: UnsafePointer<pt_json_document>?
  private var fields: UnsafePointer<pt_json_field>?
  private var firstLine = 1

  /// Compiles `paths`; `batchKey` names the top-level array whose elements are documents.
  package init(paths: [JSONPath], batchKey: String? = nil) throws(Fault) {
    var unique: [JSONPath: Int] = [:]
    for path in paths where unique[path] == nil { unique[path] = unique.count }
    let compiled = try unsafe Self.compile(unique, batchKey: batchKey)
    self.paths = paths
    slots = paths.map { unique[$0] ?? 0 }
    width = unique.count
    unsafe reader = compiled
  }

  deinit { unsafe pt_json_reader_free(reader) }

  /// Begins a chunk whose first line has the number `firstLine`.
  package mutating func begin(firstLine: Int = 1) {
    unsafe pt_json_reader_begin(reader)
    self.firstLine = firstLine
    count = 0
  }

  /// Reads the next documents of the chunk, about `most` of them; false at the end of the chunk.
  ///
  /// `bytes` must be the same at each call between two calls of `begin`. Answers about a batch
  /// hold until the next call.
  package mutating func nextBatch(in bytes: Span<UInt8>, most: Int = 1_024) throws(Fault) -> Bool {
    let found = unsafe bytes.withUnsafeBufferPointer { buffer in
      unsafe pt_json_reader_next(reader, buffer.baseAddress, buffer.count, most)
    }
    guard found != Int(bitPattern: UInt.max) else { throw Self.outOfMemory() }
    count = found
    unsafe documents = pt_json_reader_documents(reader)
    unsafe fields = pt_json_reader_fields(reader)
    return count > 0
  }

  /// The document at `index` of the current batch.
  package func document(_ index: Int) -> Document {
    precondition(index >= 0 && index < count, "there is no such document in this batch")
    guard let entry = unsafe documents?[index] else { preconditionFailure("no batch was read") }
    let problem =
      entry.error == 0 ? nil : Problem(code: Int(entry.error), offset: Int(entry.error_offset))
    return Document(
      start: Int(entry.offset), end: Int(entry.offset) + Int(entry.length),
      line: firstLine + Int(entry.line),
      element: entry.element < 0 ? nil : Int(entry.element), problem: problem)
  }

  /// The field in `slot`, the path's place in `paths`, of the document at `index`.
  package func field(_ slot: Int, of index: Int) -> Field {
    precondition(index >= 0 && index < count && slot >= 0 && slot < paths.count, "no such field")
    guard let entry = unsafe fields?[index * width + slots[slot]],
      let kind = Kind(rawValue: entry.kind)
    else { preconditionFailure("no batch was read") }
    let start = Int(entry.offset)
    let isDouble = kind == .double
    let integer = isDouble ? 0 : unsafe entry.value.integer
    return Field(
      kind: kind, isInArena: entry.in_arena != 0, start: start, end: start + Int(entry.length),
      integer: integer, double: isDouble ? unsafe entry.value.number : Double(integer))
  }

  /// Lends the bytes that fields in the arena count in.
  package func withArena<Result, Failure: Error>(
    _ body: (Span<UInt8>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    var length = 0
    let base = unsafe pt_json_reader_arena(reader, &length)
    let buffer = unsafe UnsafeBufferPointer(start: base, count: length)
    return try body(unsafe buffer.span)
  }

  private static func compile(
    _ paths: [JSONPath: Int], batchKey: String?
  ) throws(Fault) -> OpaquePointer {
    guard let reader = unsafe pt_json_reader_new(UInt32(paths.count)) else { throw outOfMemory() }
    for (path, slot) in paths {
      guard unsafe add(path, slot, to: reader) else {
        unsafe pt_json_reader_free(reader)
        throw outOfMemory()
      }
    }
    if let batchKey {
      unsafe pt_json_reader_batch(reader, batchKey, batchKey.utf8.count)
    }
    return unsafe reader
  }

  /// Adds the steps of `path`; false when memory is short.
  private static func add(_ path: JSONPath, _ slot: Int, to reader: OpaquePointer) -> Bool {
    var node: UInt32 = 0
    for step in path.steps {
      switch step {
      case .key(let key):
        node = unsafe pt_json_reader_step(reader, node, key, key.utf8.count, 0)
      case .element(let index):
        node = unsafe pt_json_reader_step(reader, node, nil, 0, UInt32(clamping: index))
      }
      if node == UInt32.max { return false }
    }
    var inherits: Int32 = 0
    if case .key(let first) = path.steps.first, inherited.contains(first) { inherits = 1 }
    unsafe pt_json_reader_want(reader, node, UInt32(slot), inherits)
    return true
  }

  private static func outOfMemory() -> Fault {
    Fault(
      .unreadable, "JSON", reason: "there is no memory left to read it",
      remedy: "Close other programs and try again")
  }
}
