internal import Basis
internal import Formats

/// A small file of delimited text as columns: labelled pairs, or records to link.
///
/// The delimiter is the one of comma, semicolon and tab that the header has most of.
struct DelimitedTable {
  let file: String
  let names: [String]
  /// By column; every one has a value for each row, empty where a row is short.
  private(set) var columns: [[String]]

  var rowCount: Int { columns.first?.count ?? 0 }

  /// Reads a file; a quote that never closes is a fault that names its line.
  init(file: String) throws(Fault) {
    var bytes = try FileSystem.read(file, limit: 4 << 30)
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
    self.file = file
    let head = bytes.prefix { $0 != 10 && $0 != 13 }
    let delimiter = [UInt8](",;\t".utf8).max { a, b in
      head.count { $0 == a } < head.count { $0 == b }
    }
    var scanner = CSVScanner(delimiter: delimiter ?? 44, quote: 34)
    var fields: [CSVField] = []
    var names: [String] = []
    var columns: [[String]] = []
    reading: while true {
      let span = bytes.span
      switch scanner.next(in: span, fields: &fields) {
      case .end: break reading
      case .unclosedQuote(let line, _):
        throw Fault(
          .malformed, file, reason: "a quoted field is never closed", remedy: "Close the quote",
          place: Fault.Place(file: file, line: line + 1))
      case .record:
        let texts = fields.map { field in
          String(decoding: CSVScanner.text(field, in: span, quote: 34), as: UTF8.self).trimmed
        }
        guard !names.isEmpty else {
          names = texts
          columns = names.map { _ in [] }
          continue
        }
        for place in names.indices {
          columns[place].append(place < texts.count ? texts[place] : "")
        }
      }
    }
    guard !names.isEmpty else {
      throw Fault(
        .malformed, file, reason: "it is empty", remedy: "Give a file with a header and rows")
    }
    (self.names, self.columns) = (names, columns)
  }

  /// A column by its name, in whatever case; nil where there is none.
  func column(_ name: String) -> [String]? {
    let wanted = name.lowercased()
    return names.firstIndex { $0.lowercased() == wanted }.map { columns[$0] }
  }

  /// A column that must be there; others than the nearest are not named, for a first line that is
  /// no header is somebody's row.
  func needed(_ name: String) throws(Fault) -> [String] {
    if let column = column(name) { return column }
    let nearest = NearestName.to(name, among: names).map { "Did you mean \($0)? " } ?? ""
    throw Fault(
      .malformed, file,
      reason: "it has \(Counted.text(names.count, "column")), and none is called “\(name)”",
      remedy: nearest + "Name it in the first line", place: Fault.Place(file: file, line: 1))
  }
}
