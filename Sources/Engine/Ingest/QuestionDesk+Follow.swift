package import Basis
internal import Formats
internal import Intake
internal import Storage

extension QuestionDesk {
  /// How a growing file is followed.
  package struct FollowTerms: Sendable {
    /// Seconds after which new rows are committed.
    package var seconds = 5
    /// Bytes of new rows that are committed at once; they bound memory.
    package var bytes = 32 << 20
    /// Milliseconds between two looks at a file that has nothing new.
    package var pause: Int32 = 200
    /// Whether the rows at the end of what is there now are enough.
    package var stopsAtEnd = false

    package init(seconds: Int = 5, pause: Int32 = 200, stopsAtEnd: Bool = false) {
      (self.seconds, self.pause, self.stopsAtEnd) = (seconds, pause, stopsAtEnd)
    }
  }

  /// Reads a growing file, a pipe or standard input until `shallStop` says so or the pipe ends.
  ///
  /// New whole rows are committed as a batch every few seconds together with the place that they
  /// reach to, so that a later call goes on there. A file that was emptied or that another took the
  /// place of is read from its start. Nobody else is kept from writing between two batches.
  package func follow(
    _ path: String, source name: String, mapping override: String?, terms: FollowTerms,
    shallStop: () -> Bool, report: (IngestOutcome) -> Void
  ) throws(Fault) {
    var hasMore = true
    while hasMore, !shallStop() {
      hasMore = try followOnce(path, name, override, terms, shallStop, report)
    }
  }

  /// Follows one file to its end; true where another one took its place.
  private func followOnce(
    _ path: String, _ name: String, _ override: String?, _ terms: FollowTerms,
    _ shallStop: () -> Bool, _ report: (IngestOutcome) -> Void
  ) throws(Fault) -> Bool {
    var file = try GrowingFile.open(path)
    var head: [UInt8] = []
    // A header that is only half there would be taken for a whole one.
    while !head.contains(10), !file.hasEnded, !shallStop() {
      _ = try file.read(into: &head, waiting: terms.pause)
      if terms.stopsAtEnd, !head.contains(10) { return false }
      if file.fate == .replaced { return true }
    }
    guard !head.isEmpty else { return false }
    while head.count < 1 << 16, try file.read(into: &head, waiting: 0) > 0 {}
    let feed = try following(name, override) { (job) throws(Fault) in
      try FollowedFeed(head, path, job)
    }
    var reader = FollowReader(head, skipping: feed.headLines)
    if file.isRegular, let known = try known(path, name, &file) {
      try file.seek(to: known.position)
      reader = FollowReader(at: known.position, line: known.line)
    }
    var begun = SystemClock.nanoseconds()
    while true {
      let got = try file.read(into: &reader.buffer, waiting: terms.pause)
      let fate = got == 0 ? file.fate : .same
      let isOver = shallStop() || file.hasEnded || fate != .same || (got == 0 && terms.stopsAtEnd)
      let age = SystemClock.nanoseconds() - begun
      if isOver || reader.buffer.count >= terms.bytes || age >= Int64(terms.seconds) * 1_000_000_000
      {
        // What a file that goes no further ends with is a row, also without a line end.
        let isWhole = file.hasEnded || fate == .replaced
        if let rows = reader.take(feed.recordEnd, isWhole: isWhole, limit: terms.bytes) {
          report(try commit(rows, reader, feed, path, name, override, &file))
        }
        begun = SystemClock.nanoseconds()
      }
      if isOver { return fate != .same && !shallStop() }
    }
  }

  private func commit(
    _ rows: FollowReader.Rows, _ reader: FollowReader, _ feed: FollowedFeed, _ path: String,
    _ name: String, _ override: String?, _ file: inout GrowingFile
  ) throws(Fault) -> IngestOutcome {
    var place: FollowRecord?
    if file.isRegular, file.fate != .emptied {
      place = FollowRecord(
        path: FileSystem.absolute(path), inode: file.inode, position: reader.position,
        line: reader.line, beginning: try file.beginning(upTo: reader.position))
    }
    return try following(name, override) { (job) throws(Fault) in
      try job.run(
        rows: rows.bytes, of: feed, firstLine: rows.line,
        name: "\(FileSystem.name(of: file.path)) from byte \(rows.position)", path: path,
        reaching: place)
    }
  }

  /// Where the file was left, if it is the same file.
  private func known(_ path: String, _ name: String, _ file: inout GrowingFile) throws(Fault)
    -> FollowRecord?
  {
    let record = try reading { (workspace) throws(Fault) in
      let source = try Self.source(name, workspace.catalogue)
      return try workspace.catalogue.follow(of: source.id, path: FileSystem.absolute(path))
    }
    guard let record, record.inode == file.inode, record.position <= file.size else { return nil }
    let beginning = try file.beginning(upTo: record.position)
    return beginning == record.beginning ? record : nil
  }

  private func following<Answer>(
    _ name: String, _ override: String?, _ body: (IngestJob) throws(Fault) -> Answer
  ) throws(Fault) -> Answer {
    try writing { (workspace) throws(Fault) in
      let source = try Self.source(name, workspace.catalogue)
      let rules = try FeedRules(workspace: workspace.path)
      let (mapping, text) = try rules.mapping(of: source, or: override)
      return try body(
        IngestJob(
          workspace: workspace, source: source, mapping: mapping, mappingText: text,
          isStrict: false, now: clock(), clock: clock, progress: { _, _ in true }))
    }
  }
}

/// Collects the bytes of a growing file and gives out whole rows.
struct FollowReader {
  struct Rows {
    let bytes: [UInt8]
    /// The line and the byte of the file that they begin at.
    let line: Int
    let position: Int64
  }

  var buffer: [UInt8]
  /// Where in the file the buffer begins, and the number of its first line.
  private(set) var position: Int64
  private(set) var line: Int

  init(at position: Int64, line: Int) {
    (buffer, self.position, self.line) = ([], position, line)
  }

  /// Begins with the first bytes of a file, behind a number of lines.
  init(_ head: [UInt8], skipping lines: Int) {
    self.init(at: 0, line: 1)
    buffer = head
    for _ in 0..<lines {
      guard let end = buffer.firstIndex(of: 10) else { break }
      drop(end + 1)
    }
  }

  /// The whole rows that have come; nil where there are none.
  mutating func take(_ recordEnd: RecordEnd, isWhole: Bool, limit: Int) -> Rows? {
    // A quote that never closes must not hold back all rows behind it for ever.
    let end = isWhole || buffer.count >= limit * 2 ? buffer.count : recordEnd.last(in: buffer)
    guard let end, end > 0 else { return nil }
    let rows = Rows(bytes: Array(buffer[..<end]), line: line, position: position)
    drop(end)
    return rows
  }

  private mutating func drop(_ count: Int) {
    for byte in buffer[..<count] where byte == 10 { line += 1 }
    position += Int64(count)
    buffer.removeFirst(count)
  }
}
