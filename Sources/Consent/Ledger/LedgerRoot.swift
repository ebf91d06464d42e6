package import Basis
package import Sealing

/// What stands for a chain up to one entry: whoever keeps it can have the chain proved later.
package struct LedgerRoot: Hashable, Sendable {
  /// How many entries it covers.
  package let count: UInt64
  /// The hash of the last of them.
  package let head: Digest
  /// The root of the hash tree over all of them.
  package let tree: Digest
  /// When it was taken, in seconds since 1970.
  package let time: Int64

  package init(count: UInt64, head: Digest, tree: Digest, time: Int64) {
    (self.count, self.head, self.tree, self.time) = (count, head, tree, time)
  }

  /// The root's bytes, of which a seal is made.
  private var canonical: [UInt8] {
    var writer = CanonicalWriter()
    writer.write("parterre root 1")
    writer.write(count)
    writer.write(head.bytes)
    writer.write(tree.bytes)
    writer.write(time)
    return writer.bytes
  }

  /// A seal that only the holder of `key` can make, so that whoever rewrites a whole chain cannot
  /// make its roots fit.
  package func seal(_ key: SecretKey) -> Digest {
    let bytes = canonical
    return key.withBytes { SHA256.authentication(of: bytes.span, key: $0) }
  }

  /// The root as a text to be kept elsewhere.
  package var exported: String {
    """
    parterre-ledger-root 1
    count \(count)
    head \(head.hex)
    tree \(tree.hex)
    time \(Timestamp(time).iso8601)

    """
  }

  /// Reads an exported root; `file` is named in faults.
  package init(exported text: String, file: String) throws(Fault) {
    let lines = text.split(whereSeparator: \.isNewline)
    guard lines.count == 5, lines[0] == "parterre-ledger-root 1" else {
      throw Self.malformed(file, 1, "it is not an exported ledger root")
    }
    func value(_ index: Int, _ name: String) throws(Fault) -> Substring {
      let parts = lines[index].split(separator: " ")
      guard parts.count == 2, parts[0] == name else {
        throw Self.malformed(file, index + 1, "“\(name)” and its value are missing")
      }
      return parts[1]
    }
    guard let count = UInt64(try value(1, "count")) else {
      throw Self.malformed(file, 2, "the count is not a number")
    }
    guard let head = Digest(hex: try value(2, "head")) else {
      throw Self.malformed(file, 3, "the hash is not 64 hexadecimal digits")
    }
    guard let tree = Digest(hex: try value(3, "tree")) else {
      throw Self.malformed(file, 4, "the hash is not 64 hexadecimal digits")
    }
    guard let time = Self.time(try value(4, "time")) else {
      throw Self.malformed(file, 5, "the time is not as 2026-11-21T14:03:00Z")
    }
    self.init(count: count, head: head, tree: tree, time: time)
  }

  private static func time(_ text: Substring) -> Int64? {
    let numbers = text.split { "-T:Z".contains($0) }.compactMap { Int($0) }
    guard numbers.count == 6,
      let date = CivilDate(year: numbers[0], month: numbers[1], day: numbers[2]),
      let clock = CivilTime(hour: numbers[3], minute: numbers[4], second: numbers[5])
    else { return nil }
    let time = Int64(date.daysSinceEpoch * 86_400 + clock.secondOfDay)
    return Timestamp(time).iso8601 == text ? time : nil
  }

  private static func malformed(_ file: String, _ line: Int, _ reason: String) -> Fault {
    Fault(
      .malformed, file, reason: reason, remedy: "Give the file as `consent root` wrote it",
      place: Fault.Place(line: line))
  }
}
