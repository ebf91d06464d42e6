package import Basis
internal import Glibc

extension Zone {
  /// Where a Linux system keeps its time zones.
  package static let systemFolder = "/usr/share/zoneinfo"

  /// Returns the zone called `name`: `UTC`, `Z`, a fixed offset such as `+02:00` or `UTC+2`, or a
  /// name of the time zone database such as `Europe/Berlin`, read from `folder`.
  package static func named(
    _ name: String, in folder: String = systemFolder
  ) throws(Fault) -> Zone {
    switch name.uppercased() {
    case "UTC", "Z", "GMT", "ETC/UTC", "UCT", "ZULU": return .utc
    default: break
    }
    if let fixed = fixed(name) { return fixed }
    guard isSafe(name) else { throw unknown(name, in: folder) }
    guard let bytes = contents(of: "\(folder)/\(name)") else { throw unknown(name, in: folder) }
    guard let zone = decoded(bytes.span, name: name) else {
      throw Fault(
        .malformed, "time zone \(name)", reason: "its file in \(folder) cannot be read",
        remedy: "Install the tzdata package again, or give a fixed offset such as +01:00")
    }
    return zone
  }

  /// Returns the zone that a compiled time zone file describes; nil where it is damaged.
  package static func decoded(_ bytes: Span<UInt8>, name: String) -> Zone? {
    ZoneFile.decode(bytes, name: name)
  }

  /// Returns a zone that follows a POSIX rule such as `CET-1CEST,M3.5.0,M10.5.0/3` for ever; nil
  /// where the rule is malformed.
  package static func following(rule: String) -> Zone? {
    let bytes = Array(rule.utf8)
    return ZoneRule(bytes.span).map { rule in
      Zone(
        name: String(decoding: bytes, as: UTF8.self), transitions: [],
        offsets: [Int32(rule.standardOffset)], rule: rule)
    }
  }

  /// Reads `+02:00`, `-0330`, `+2`, `UTC+2` or `GMT-03:30`.
  private static func fixed(_ name: String) -> Zone? {
    var text = Substring(name)
    for prefix in ["UTC", "GMT"] where text.uppercased().hasPrefix(prefix) {
      text = text.dropFirst(3)
    }
    guard let sign = text.first, sign == "+" || sign == "-" else { return nil }
    let bytes = Array(text.utf8)
    guard let offset = TimeOffset.read(bytes.span, 0, bytes.count), offset.end == bytes.count
    else { return nil }
    return Zone(offsetSeconds: offset.seconds)
  }

  /// Refuses whatever could lead out of the folder, or to clocks that count leap seconds.
  private static func isSafe(_ name: String) -> Bool {
    let parts = name.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count <= 3, parts.first != "right" else { return false }
    return parts.allSatisfy { part in
      guard let first = part.utf8.first, first != UInt8(ascii: ".") else { return false }
      return part.utf8.allSatisfy { byte in
        (97...122).contains(byte | 0x20) || byte &- 48 < 10 || byte == UInt8(ascii: "-")
          || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "+")
      }
    }
  }

  private static func unknown(_ name: String, in folder: String) -> Fault {
    let known = knownNames(in: folder)
    guard !known.isEmpty else {
      return Fault(
        .notFound, "time zone \(name)", reason: "there are no time zone files in \(folder)",
        remedy: "Install the tzdata package, or give a fixed offset such as +01:00")
    }
    // People leave the region out: `Berlin` means `Europe/Berlin`.
    let lowered = name.lowercased()
    let city = known.first { $0.lowercased().hasSuffix("/" + lowered) }
    let nearest = city ?? NearestName.to(name, among: known)
    return Fault(
      .notFound, "time zone \(name)", reason: "no time zone has this name",
      remedy: nearest.map { "Write \($0)" }
        ?? "Write a name such as Europe/Berlin, or an offset such as +01:00")
  }

  /// The names that the database lists as in use, sorted.
  private static func knownNames(in folder: String) -> [String] {
    guard let table = contents(of: "\(folder)/tzdata.zi") ?? contents(of: "\(folder)/zone.tab")
    else { return [] }
    var names: Set<String> = []
    for line in String(decoding: table, as: UTF8.self).split(separator: "\n") {
      let words = line.split { $0 == " " || $0 == "\t" }
      guard words.count >= 3, !line.hasPrefix("#") else { continue }
      switch words[0] {
      case "Z": names.insert(String(words[1]))
      case "R": continue
      default: if words[2].contains("/") { names.insert(String(words[2])) }
      }
    }
    return names.sorted()
  }

  /// Reads a whole small file; nil where it can't be read or is no plain file.
  private static func contents(of path: String) -> [UInt8]? {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
      status.st_size <= 1_000_000
    else { return nil }
    let size = Int(status.st_size)
    var bytes = [UInt8](repeating: 0, count: size)
    var filled = 0
    while filled < size {
      let got = unsafe bytes.withUnsafeMutableBytes { buffer in
        unsafe read(descriptor, buffer.baseAddress?.advanced(by: filled), size - filled)
      }
      guard got > 0 else { return nil }
      filled += got
    }
    return bytes
  }
}
