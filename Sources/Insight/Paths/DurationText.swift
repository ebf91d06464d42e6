/// Lengths of time as notes write them.
enum DurationText {
  /// So many seconds in the largest unit that says them exactly, such as `30 minutes`.
  static func words(_ seconds: UInt32) -> String {
    let units: [(length: UInt32, name: String)] = [
      (86_400, "day"), (3_600, "hour"), (60, "minute"), (1, "second"),
    ]
    for unit in units where seconds % unit.length == 0 {
      let count = seconds / unit.length
      return "\(count) \(unit.name)\(count == 1 ? "" : "s")"
    }
    return "\(seconds) seconds"
  }

  /// So many seconds as a setting writes them, such as `30m`.
  static func short(_ seconds: UInt32) -> String {
    let units: [(length: UInt32, name: String)] = [
      (604_800, "w"), (86_400, "d"), (3_600, "h"), (60, "m"),
    ]
    for unit in units where seconds % unit.length == 0 {
      return "\(seconds / unit.length)\(unit.name)"
    }
    return "\(seconds)s"
  }
}
