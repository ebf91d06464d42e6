import Basis
import Glibc
import Identity

// Resolves a graph of identifiers that `Benchmarks/identity.py` wrote: an array of 32-bit words with
// the ends of each link side by side, and an array of bytes with the namespace of each node. Prints
// a line for each measurement: what, milliseconds, units.

func end(_ message: String) -> Never {
  let line = Array((message + "\n").utf8)
  _ = unsafe line.withUnsafeBytes { unsafe write(STDERR_FILENO, $0.baseAddress, $0.count) }
  exit(2)
}

func read(_ path: String) -> [UInt8] {
  do throws(Fault) {
    return try FileSystem.read(path, limit: 8 << 30)
  } catch {
    end("\(error)")
  }
}

func measure<Answer>(_ name: String, _ body: () -> (Answer, units: Int)) -> Answer {
  let started = SystemClock.nanoseconds()
  let (answer, units) = body()
  let milliseconds = (SystemClock.nanoseconds() - started) / 1_000_000
  print("\(name)\t\(milliseconds)\t\(units)")
  return answer
}

guard CommandLine.arguments.count == 3 else {
  end("usage: IdentityBenchmark LINKS NAMESPACES")
}
let words = read(CommandLine.arguments[1])
let namespaces = read(CommandLine.arguments[2]).map { UInt16($0) }
let names = ["user_id", "email", "cookie"]

/// The links `rows`, one second apart.
func links(_ rows: Range<Int>) -> LinkColumns {
  func word(_ index: Int) -> UInt32 {
    var word: UInt32 = 0
    for byte in (0..<4).reversed() { word = word << 8 | UInt32(words[index * 4 + byte]) }
    return word
  }
  return LinkColumns(
    a: rows.map { word(2 * $0) }, b: rows.map { word(2 * $0 + 1) },
    time: rows.map { UInt32($0) }, source: rows.map { _ in 0 }, evidence: rows.map { _ in 0 },
    batch: rows.map { _ in 0 })
}

let count = words.count / 8
let batches = [10_000, 100_000, 1_000_000].filter { $0 * 4 < count }
let all = links(0..<count)
let earlier = links(0..<count - batches.reduce(0, +))

// Components alone: one kind of identifier, no limit, as the peers compute them.
var plain = IdentityRules()
plain.others = IdentityRules.Namespace(strength: 50)
plain.suspiciousSize = .max
_ = measure("components") {
  let resolver = IdentityResolver(
    links: all, namespaces: namespaces, namespaceNames: names, rules: plain)
  let people = resolver.people()
  return (people, people.clusters.unitCount)
}

_ = measure("standard rules") {
  let resolver = IdentityResolver(
    links: all, namespaces: namespaces, namespaceNames: names, rules: .standard)
  let people = resolver.people()
  return (people, people.clusters.unitCount)
}

var resolver = IdentityResolver(
  links: earlier, namespaces: namespaces, namespaceNames: names, rules: .standard)
measure("index for batches, once") {
  resolver.prepareIndexes()
  return ((), resolver.nodeCount)
}
var first = earlier.count
for size in batches {
  let batch = links(first..<first + size)
  measure("batch of \(size)") {
    resolver.add(batch)
    return ((), size)
  }
  first += size
}
