internal import Basis
internal import Formats

/// The files of a workspace's folder beside the catalogue and the column files: drafts, exports,
/// reports of crashes, copies from before a migration, and whatever a person put there.
struct WorkspaceFiles {
  private let folder: String
  /// Files larger than this are not looked into line by line.
  private static let limit = 1 << 30
  /// How files of rules end, in which a mention is struck out and not its line.
  private static let rulesSuffix = ".toml"

  init(_ workspace: Workspace) { folder = workspace.path }

  /// Copies of the catalogue that a migration kept; they hold what the catalogue held then.
  func olderCatalogues() throws(Fault) -> [String] {
    try FileSystem.names(in: folder)
      .filter { $0.hasPrefix("parterre-format") && $0.hasSuffix(".db") }
      .map { folder + "/" + $0 }
  }

  /// The files that are nobody's but their owner's, with folders below, sorted.
  func others() throws(Fault) -> [String] {
    let own: Set<String> = [Workspace.catalogueName, Workspace.keyName, "lock"]
    let older = Set(try olderCatalogues())
    return try files(in: folder) { path in
      let name = FileSystem.name(of: path)
      let isOwn = own.contains(name) || name.hasPrefix(Workspace.catalogueName)
      let isTop = FileSystem.parent(of: path) == folder
      let isFolder = name == Workspace.columnsName || name == Workspace.cacheName
      return !(isTop && (isOwn || isFolder)) && !older.contains(path)
    }
  }

  /// The catalogue with its log, and the column files that hold texts.
  func catalogueAndTexts() throws(Fault) -> [String] {
    let catalogue = try FileSystem.names(in: folder)
      .filter { $0.hasPrefix(Workspace.catalogueName) }.map { folder + "/" + $0 }
    let columns = folder + "/" + Workspace.columnsName
    return catalogue + (try FileSystem.names(in: columns).map { columns + "/" + $0 })
  }

  /// Rewrites a file without the lines that mention the person; returns how many those were.
  ///
  /// A file of rules keeps its lines with the mentions struck out, so that it can still be read and
  /// what else a line says holds.
  static func removeLines(_ path: String, matching patterns: IdentifierPatterns) throws(Fault)
    -> Int
  {
    let isRules = path.hasSuffix(rulesSuffix)
    let bytes = try FileSystem.read(path, limit: limit)
    var kept: [UInt8] = []
    kept.reserveCapacity(bytes.count)
    var removed = 0
    var start = 0
    while start < bytes.count {
      let end = bytes[start...].firstIndex(of: 10).map { $0 + 1 } ?? bytes.count
      let line = Array(bytes[start..<end])
      if isRules, let text = String(validating: line, as: UTF8.self) {
        let rest = patterns.struckOut(text)
        removed += rest == nil ? 0 : 1
        kept += (rest ?? text).utf8
      } else if patterns.match(line) {
        removed += 1
      } else {
        kept += line
      }
      start = end
    }
    guard removed > 0 else { return 0 }
    let mode = FileSystem.permissions(of: path).map { $0 & 0o777 } ?? 0o600
    try FileSystem.writeAtomically(kept, to: path, mode: mode)
    return removed
  }

  /// How a file mentions a person.
  enum Mention {
    /// In lines that can be taken out.
    case lines
    /// Packed, or in UTF-16: only whoever made the file can change it.
    case within
    /// It is packed and damaged, so that nobody can tell.
    case unreadable
  }

  /// How a file mentions the person; nil where it does not.
  ///
  /// Packed files are looked into.
  static func mention(_ path: String, _ patterns: IdentifierPatterns) throws(Fault) -> Mention? {
    var stream = try ByteStream.open(path)
    guard stream.compression == .none else {
      do throws(Fault) {
        return try isMentioned(in: &stream, patterns) ? .within : nil
      } catch {
        guard error.code == .malformed else { throw error }
        return .unreadable
      }
    }
    let bytes = try FileSystem.read(path, limit: limit)
    if path.hasSuffix(rulesSuffix), let text = String(validating: bytes, as: UTF8.self) {
      return patterns.struckOut(text) == nil ? nil : .lines
    }
    if patterns.match(bytes) { return .lines }
    guard let wide = WideText(bytes) else { return nil }
    return patterns.match(wide.text(bytes.dropFirst(wide.markLength))) ? .within : nil
  }

  /// Whether what a packed file holds mentions the person; a piece of whole lines at a time.
  private static func isMentioned(
    in stream: inout ByteStream, _ patterns: IdentifierPatterns
  ) throws(Fault) -> Bool {
    var piece: [UInt8] = []
    var wide: WideText?
    var isFirst = true
    while try stream.read(into: &piece, atMost: pieceSize) > 0 {
      guard piece.count >= pieceSize else { continue }
      if isFirst { wide = WideText(piece) }
      isFirst = false
      if patterns.match(wide?.text(piece[...]) ?? piece) { return true }
      let lineEnd = wide == nil ? piece.lastIndex(of: 10).map { $0 + 1 } : nil
      piece.removeFirst(lineEnd ?? (piece.count - overlap) & ~1)
    }
    if isFirst { wide = WideText(piece) }
    return patterns.match(wide?.text(piece[...]) ?? piece)
  }

  private static let pieceSize = 1 << 22
  /// What stays of a piece without a line's end; no spelling is longer.
  private static let overlap = 1 << 12

  /// Text of two bytes a character.
  private struct WideText {
    let encoding: TextEncoding
    let markLength: Int

    /// Nil where the bytes begin no such text.
    init?(_ bytes: [UInt8]) {
      let (encoding, mark) = TextEncoding.detect(Array(bytes.prefix(1 << 12)), isWhole: false)
      guard encoding == .utf16LittleEndian || encoding == .utf16BigEndian else { return nil }
      (self.encoding, markLength) = (encoding, mark)
    }

    /// A piece that begins between two characters, as UTF-8.
    func text(_ piece: ArraySlice<UInt8>) -> [UInt8] { encoding.decoded(Array(piece)) }
  }

  /// Whether a file has a spelling among its bytes, whatever it is a file of.
  static func holds(_ path: String, _ patterns: IdentifierPatterns) throws(Fault) -> Bool {
    patterns.occur(in: try FileSystem.read(path, limit: 1 << 40))
  }

  private func files(in folder: String, where isWanted: (String) -> Bool) throws(Fault)
    -> [String]
  {
    var files: [String] = []
    for name in try FileSystem.names(in: folder) {
      let path = folder + "/" + name
      guard isWanted(path) else { continue }
      switch FileSystem.kind(of: path) {
      case .folder: files += try self.files(in: path, where: isWanted)
      case .file: files.append(path)
      case .other, nil: continue
      }
    }
    return files
  }
}
