internal import Basis
internal import Requests
internal import Segments

/// A saved segment as a file for version control: comments that say what it is, then its text.
///
///     # owner: crm team
///     # tags: autumn, email
///     # note: also those who only looked
///
///     country in (DE, AT)
///     and did purchase in last 90 days
///
/// Its name is the file's and its folder the file's folder, both with `%` in front of the
/// hexadecimal bytes that a file's name had better not have.
struct SegmentFile: Equatable {
  static let ending = ".segment"

  var name: String
  var folder: String
  var owner = ""
  var tags: [String] = []
  var note = ""
  var text: String

  /// The path within the exported folder.
  var path: String {
    (folder.split(separator: "/").map { Self.encoded(String($0)) } + [Self.encoded(name)])
      .joined(separator: "/") + Self.ending
  }

  /// The file's contents; the same segment always gives the same bytes.
  var contents: String {
    let head = [("owner", owner), ("tags", tags.joined(separator: ", ")), ("note", note)]
    let lines = head.filter { !$0.1.isEmpty }.map { "# \($0.0): \(Self.oneLine($0.1))" }
    return (lines + (lines.isEmpty ? [] : [""]) + [text, ""]).joined(separator: "\n")
  }

  /// Reads a file at a path within the folder; what is not in its first comments is its text.
  init(path: String, contents: String) {
    let contents = contents.withoutByteOrderMark
    var parts = path.split(separator: "/").map { Self.decoded(String($0)) }
    name = parts.popLast() ?? ""
    if name.hasSuffix(Self.ending) { name.removeLast(Self.ending.count) }
    folder = parts.joined(separator: "/")
    text = contents
    for line in contents.split(separator: "\n", omittingEmptySubsequences: false) {
      guard line.first == "#" else { break }
      let entry = line.dropFirst().split(separator: ":", maxSplits: 1)
      guard entry.count == 2 else { continue }
      let value = entry[1].trimmed
      switch entry[0].trimmed {
      case "owner": owner = value
      case "note": note = value
      case "tags":
        tags = Set(value.split(separator: ",").map { $0.trimmed }.filter { !$0.isEmpty })
          .sorted()
      default: break
      }
    }
  }

  init(_ saved: SavedSegment) {
    (name, folder, owner) = (saved.name, saved.folder, saved.owner)
    (tags, note) = (saved.tags, saved.note)
    text = (try? Segment(parsing: saved.text))?.formatted() ?? saved.text
  }

  private static func oneLine(_ text: String) -> String {
    String(text.map { $0.isNewline ? " " : $0 })
  }

  // MARK: Names of files

  /// Letters, digits and a few signs stay; a leading dot does not, so that nothing is hidden.
  private static func encoded(_ text: String) -> String {
    var result = ""
    for (index, scalar) in text.unicodeScalars.enumerated() {
      let isPlain =
        scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
        || " -_()+,&".unicodeScalars.contains(scalar) || (scalar == "." && index > 0)
      if isPlain {
        result.unicodeScalars.append(scalar)
      } else {
        for byte in String(scalar).utf8 {
          let digits = String(byte, radix: 16, uppercase: true)
          result += "%" + (digits.count == 1 ? "0" : "") + digits
        }
      }
    }
    return result
  }

  private static func decoded(_ text: String) -> String {
    let bytes = Array(text.utf8)
    var result: [UInt8] = []
    var index = 0
    while index < bytes.count {
      if bytes[index] == UInt8(ascii: "%"), index + 2 < bytes.count,
        let byte = UInt8(
          String(decoding: bytes[(index + 1)...(index + 2)], as: UTF8.self), radix: 16)
      {
        result.append(byte)
        index += 3
      } else {
        result.append(bytes[index])
        index += 1
      }
    }
    return String(decoding: result, as: UTF8.self)
  }
}
