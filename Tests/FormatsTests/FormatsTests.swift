import Basis
import Formats
import Glibc
import Support

/// A stream over bytes, for tests.
func stream(_ bytes: [UInt8]) throws -> ByteStream {
  try ByteStream(bytes: bytes, name: "feed")
}

/// Every record of `bytes` as texts, or the name of the problem in angle brackets.
func scanAll(_ bytes: [UInt8], _ dialect: Dialect = Dialect(), firstLine: Int = 1) -> [[String]] {
  var scanner = CSVScanner(dialect, firstLine: firstLine)
  var fields: [CSVField] = []
  var records: [[String]] = []
  while true {
    switch scanner.next(in: bytes.span, fields: &fields) {
    case .end: return records
    case .record:
      records.append(
        fields.map {
          CSVScanner.text($0, in: bytes.span, quote: dialect.quote ?? 0)
        })
    case .malformed(_, let problem, let column):
      records.append(["<\(problem.rawValue) \(column)>"])
    }
  }
}

/// Reads all chunks of `bytes` with small limits.
func chunks(
  _ bytes: [UInt8], _ shape: RecordShape, encoding: TextEncoding = .utf8,
  chunk: Int = 64, record: Int = 1_024
) throws -> [Chunk] {
  var reader = ChunkReader(
    try stream(bytes), shape: shape, encoding: encoding,
    limits: ChunkReader.Limits(chunk: chunk, record: record))
  var all: [Chunk] = []
  while let chunk = try reader.nextChunk() { all.append(chunk) }
  return all
}

/// A path of its own in the temporary folder, removed after `body`.
func withTemporaryPath<Result>(_ body: (String) throws -> Result) throws -> Result {
  var template = Array("/tmp/parterre-formats-XXXXXX".utf8CString)
  guard mkdtemp(&template) != nil else { throw TestFailure() }
  let folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  let path = folder + "/file"
  defer {
    unlink(path)
    rmdir(folder)
  }
  return try body(path)
}

struct TestFailure: Error {}
