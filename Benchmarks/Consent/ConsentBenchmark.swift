import Basis
import Formats

/// Writes and decodes TC strings in one process on one core, and prints a JSON line a measurement.
///
///     ConsentBenchmark make FILE COUNT      writes so many different strings, one a line
///     ConsentBenchmark decode FILE ROUNDS   decodes them all, in full and for one vendor
@main
struct ConsentBenchmark {
  static func main() throws {
    let words = CommandLine.arguments.dropFirst().map { $0 }
    guard words.count == 3, let number = Int(words[2]), number > 0 else {
      print("ConsentBenchmark make FILE COUNT | decode FILE ROUNDS")
      return
    }
    if words[0] == "make" {
      try make(words[1], count: number)
    } else {
      try decode(words[1], rounds: number)
    }
  }

  /// Strings as consent dialogues write them: some hundred vendors, most as bit fields.
  private static func make(_ path: String, count: Int) throws {
    var random = Seeded(2026)
    var bytes: [UInt8] = []
    for _ in 0..<count {
      var string = TCString(
        created: Timestamp(Int64(random.within(1_750_000_000...1_790_000_000))))
      string.cmpID = 300
      string.policyVersion = 5
      string.isServiceSpecific = true
      string.purposeConsents = NumberedFlags((1...10).filter { _ in random.chance(0.7) })
      string.purposeLegitimateInterests = NumberedFlags([2, 7, 8, 9, 10])
      string.vendorConsents = vendors(&random)
      string.vendorLegitimateInterests = vendors(&random)
      string.disclosedVendors = vendors(&random)
      bytes += string.encoded.utf8
      bytes.append(10)
    }
    try FileSystem.write(bytes, to: path)
  }

  private static func vendors(_ random: inout Seeded) -> VendorSet {
    let share = random.pick([0.02, 0.3, 0.8])
    return VendorSet((1...200).filter { _ in random.chance(share) })
  }

  private static func decode(_ path: String, rounds: Int) throws {
    let bytes = try FileSystem.read(path, limit: 1 << 34)
    let lines = bytes.split(separator: 10).map { Array($0) }
    for (name, body) in [("full", full), ("one_vendor", glance)] {
      var nanoseconds: [Int64] = []
      var checksum = 0
      for _ in 0..<rounds {
        let started = SystemClock.nanoseconds()
        checksum = try body(lines)
        nanoseconds.append(SystemClock.nanoseconds() - started)
      }
      nanoseconds.sort()
      print(
        JSON.object([
          ("name", .string(name)), ("strings", .count(lines.count)), ("rounds", .count(rounds)),
          ("median_ns", .integer(nanoseconds[rounds / 2])),
          ("worst_ns", .integer(nanoseconds[rounds - 1])), ("checksum", .count(checksum)),
        ]).text)
    }
  }

  /// Everything that a string says; the sum of granted purposes and vendors shows that it was read.
  private static func full(_ lines: [[UInt8]]) throws -> Int {
    var sum = 0
    for line in lines {
      let string = try TCString(line.span)
      sum += string.purposeConsents.count + string.vendorConsents.count
    }
    return sum
  }

  /// What a mapping asks: the purposes and one vendor.
  private static func glance(_ lines: [[UInt8]]) throws -> Int {
    var sum = 0
    for line in lines {
      let glance = try TCGlance(line.span, vendor: 75)
      sum += glance.purposeConsents.count + (glance.vendorConsent ? 1 : 0)
    }
    return sum
  }
}
