internal import Activation
internal import Basis
internal import Formats
internal import Sealing
internal import Storage
internal import Synchronization

/// Writes the files of a delivery under names that are not yet theirs.
///
/// A class, because it owns the open file; the lock lets any thread hand over the next rows.
final class DeliveryWriter: Sendable {
  private struct State: ~Copyable {
    var sink: FileSink?
    var hash = RunningSHA256()
    var rows = 0
    var bytes = 0
    var files: [ActivationFile] = []
    var rowsInAll = 0
    var bytesInAll = 0
  }

  private let state = Mutex(State())
  private let path: String
  private let header: [UInt8]
  private let file: DestinationSpec.File
  private let expectedRows: Int

  init(_ path: String, _ destination: DestinationSpec, expectedRows: Int) {
    (self.path, self.expectedRows) = (path, expectedRows)
    header = RowEncoder(destination).header
    file = destination.file
  }

  /// Appends rows; a file that would grow too long is closed before, and the next one begun.
  func add(_ rows: EncodedRows) throws(Fault) {
    try state.withLock { (state) throws(Fault) in
      var start = 0
      var end = 0
      for length in rows.lengths {
        let bytes = Int(length)
        let isFull =
          file.mostRows.map { state.rows + 1 > $0 } ?? false
          || file.mostBytes.map { state.bytes + (end - start) + bytes > $0 } ?? false
        if state.sink == nil || isFull && state.rows > 0 {
          try write(rows.bytes[start..<end], &state)
          start = end
          try close(&state)
          try open(&state)
        }
        end += bytes
        state.rows += 1
        state.rowsInAll += 1
      }
      try write(rows.bytes[start..<end], &state)
    }
  }

  /// Makes everything durable; the files still have other names than their own.
  func finish() throws(Fault) -> [ActivationFile] {
    try state.withLock { (state) throws(Fault) in
      if state.sink == nil { try open(&state) }
      try close(&state)
      guard state.files.count > 1 else { return state.files.map { Self.renamed($0, path) } }
      return state.files.enumerated().map { Self.renamed($1, Self.part($0 + 1, of: path)) }
    }
  }

  /// Takes away what has been written.
  func discard() throws(Fault) {
    try state.withLock { (state) throws(Fault) in
      state.sink = nil
      for number in 0...state.files.count { try FileSystem.remove(partial(number)) }
    }
  }

  /// `buyers.csv` becomes `buyers-2.csv`.
  static func part(_ number: Int, of path: String) -> String {
    let name = FileSystem.name(of: path)
    guard let dot = name.lastIndex(of: "."), dot > name.startIndex else {
      return "\(path)-\(number)"
    }
    let stem = path.dropLast(name.distance(from: dot, to: name.endIndex))
    return "\(stem)-\(number)\(name[dot...])"
  }

  private func partial(_ number: Int) -> String {
    number == 0 ? path + ".partial" : "\(path).partial-\(number)"
  }

  private static func renamed(_ file: ActivationFile, _ path: String) -> ActivationFile {
    var file = file
    file.path = path
    return file
  }

  private func open(_ state: inout State) throws(Fault) {
    state.sink = try FileSink.create(partial(state.files.count), gzip: false, mode: 0o600)
    (state.rows, state.bytes, state.hash) = (0, 0, RunningSHA256())
    try write(header[...], &state)
  }

  private func write(_ bytes: ArraySlice<UInt8>, _ state: inout State) throws(Fault) {
    guard !bytes.isEmpty else { return }
    let piece = Array(bytes)
    do throws(Fault) {
      try state.sink?.write(piece)
    } catch {
      throw enriched(error, state, unwritten: piece.count)
    }
    state.hash.update(piece.span)
    state.bytes += piece.count
    state.bytesInAll += piece.count
  }

  private func close(_ state: inout State) throws(Fault) {
    guard state.sink != nil else { return }
    do throws(Fault) {
      try state.sink?.finish()
    } catch {
      throw enriched(error, state)
    }
    state.sink = nil
    state.files.append(
      ActivationFile(
        path: path, writtenAs: partial(state.files.count), rows: state.rows, bytes: state.bytes,
        sha256: state.hash.finish().hex))
  }

  /// A full disk with how much is missing, judged by the rows so far.
  ///
  /// `unwritten` are the bytes of rows that are counted already, but did not fit; some of them may
  /// stand in the file.
  private func enriched(
    _ fault: Fault, _ state: borrowing State, unwritten: Int = 0
  ) -> Fault {
    guard fault.code == .diskFull || fault.code == .unwritable, state.rowsInAll > 0 else {
      return fault
    }
    let known = state.bytesInAll + unwritten
    let needed = max(
      known, Int(Double(known) / Double(state.rowsInAll) * Double(expectedRows)))
    let free = max(0, FileSystem.freeBytes(at: FileSystem.parent(of: path)))
    let written = (0...state.files.count).reduce(0) {
      $0 + (FileSystem.size(of: partial($1)) ?? 0)
    }
    let reason =
      fault.code == .diskFull
      ? "the disk is full: the whole file takes about \(Bytecount.text(needed)), "
        + "\(Bytecount.text(max(1, needed - free - written))) are missing"
      : "\(fault.reason): the whole file takes about \(Bytecount.text(needed))"
    return Fault(
      fault.code, path, reason: reason,
      remedy: "Nothing was delivered; free some space, or choose another place with --out")
  }
}

/// A number of bytes for people.
enum Bytecount {
  static func text(_ count: Int) -> String {
    let units = ["bytes", "kB", "MB", "GB", "TB"]
    var (value, unit) = (Double(count), 0)
    while value >= 1_000, unit < units.count - 1 {
      value /= 1_000
      unit += 1
    }
    let tenths = Int((value * 10).rounded())
    return unit == 0 || tenths >= 1_000
      ? "\((tenths + 5) / 10) \(units[unit])" : "\(tenths / 10).\(tenths % 10) \(units[unit])"
  }
}
