internal import CSQLite
internal import Sealing

/// Teaches SQLite `row_seal(…)`: a keyed hash of its arguments, of which nobody without the key can
/// compute one.
enum SealFunction {
  static let name = "row_seal"
  /// Seals are added up, so that two of them must fit into what SQLite counts in.
  static let mask: UInt64 = 1 << 62 - 1

  /// A class, because SQLite passes it around as an address.
  private final class Box: Sendable {
    let hash: KeyedHash
    init(_ hash: KeyedHash) { self.hash = hash }
  }

  /// Makes the function known to a connection; true where that was possible.
  static func add(_ hash: KeyedHash, to handle: OpaquePointer) -> Bool {
    let box = unsafe Unmanaged.passRetained(Box(hash)).toOpaque()
    let flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS
    return unsafe sqlite3_create_function_v2(
      handle, name, -1, flags, box,
      { context, count, values in
        guard let box = unsafe sqlite3_user_data(context) else { return }
        var bytes: [UInt8] = []
        for place in 0..<Int(count) { unsafe SealFunction.append(values?[place], to: &bytes) }
        let hash = unsafe Unmanaged<Box>.fromOpaque(box).takeUnretainedValue().hash
        let seal = hash.of(bytes.span) & SealFunction.mask
        unsafe sqlite3_result_int64(context, Int64(seal))
      }, nil, nil,
      { box in
        if let box = unsafe box { unsafe Unmanaged<Box>.fromOpaque(box).release() }
      }) == SQLITE_OK
  }

  /// Appends a value so that no other list of values makes the same bytes.
  private static func append(_ value: OpaquePointer?, to bytes: inout [UInt8]) {
    let type = unsafe sqlite3_value_type(value)
    bytes.append(UInt8(truncatingIfNeeded: type))
    func append(_ number: UInt64) {
      for place in stride(from: 0, to: 64, by: 8) {
        bytes.append(UInt8(truncatingIfNeeded: number >> UInt64(place)))
      }
    }
    switch type {
    case SQLITE_INTEGER: append(UInt64(bitPattern: unsafe sqlite3_value_int64(value)))
    case SQLITE_FLOAT: append(unsafe sqlite3_value_double(value).bitPattern)
    case SQLITE_TEXT, SQLITE_BLOB:
      // SQLite wants to be asked for the bytes before their number.
      let start = unsafe sqlite3_value_blob(value)
      let count = Int(unsafe sqlite3_value_bytes(value))
      append(UInt64(count))
      unsafe bytes.append(contentsOf: UnsafeRawBufferPointer(start: start, count: count))
    default: break
    }
  }
}
