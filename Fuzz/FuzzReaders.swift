import Basis
import Formats
import Intake
import Normalise
import Sealing

@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
  _ count: UnsafeMutablePointer<Int32>,
  _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?>,
  _ one: @convention(c) (UnsafePointer<UInt8>, Int) -> Int32
) -> Int32

/// Where the package manager has the program begin; libFuzzer's own main function would not be found.
@_cdecl("FuzzReaders_main")
public func fuzzMain(
  _ count: Int32, _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
) -> Int32 {
  var (count, arguments) = (count, arguments)
  return runDriver(&count, &arguments, fuzzOneInput)
}

/// What libFuzzer calls with bytes of its own making: every reader of outside input in turn.
///
/// The first byte chooses the reader; nothing may trap, hang or take memory without bound.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ start: UnsafePointer<UInt8>, _ count: Int) -> Int32 {
  let input = unsafe Array(UnsafeBufferPointer(start: start, count: count))
  guard let choice = input.first else { return 0 }
  let bytes = Array(input.dropFirst())
  switch choice % 8 {
  case 0: feed(bytes, FuzzMappings.delimited)
  case 1: feed(bytes, FuzzMappings.calls)
  case 2: feed(bytes, FuzzMappings.costs)
  case 3: feed(bytes, FuzzMappings.consent)
  case 4: stream(bytes)
  case 5: texts(String(decoding: bytes, as: UTF8.self))
  case 6: _ = try? JSONLeaves.read(bytes.span)
  default: times(bytes)
  }
  return 0
}

private func feed(_ bytes: [UInt8], _ mapping: String) {
  do throws(Fault) {
    guard let key = SecretKey([UInt8](repeating: 7, count: 32)) else { return }
    let vault = try Vault(key)
    var reader = try FeedReader.open(
      try ByteStream.of(bytes, name: "feed"), "feed",
      mapping: try Mapping.parse(mapping, file: "mapping"),
      hashing: { (name) throws(Fault) in try vault.lookup(namespace: name) },
      now: Timestamp(1_793_491_200))
    while let chunk = try reader.next() {
      let block = reader.parser.parse(chunk)
      precondition(block.rowCount == block.keys.count + block.rejects.count, "a row vanished")
    }
  } catch {
    precondition(!error.reason.isEmpty, "a fault says nothing")
  }
}

private func stream(_ bytes: [UInt8]) {
  do throws(Fault) {
    var stream = try ByteStream.of(bytes, name: "feed")
    var output: [UInt8] = []
    while output.count < 64 << 20, try stream.read(into: &output, atMost: 1 << 16) > 0 {}
  } catch {
    precondition(!error.reason.isEmpty, "a fault says nothing")
  }
}

private func texts(_ text: String) {
  _ = try? Mapping.parse(text, file: "mapping")
  _ = try? Taxonomy.parse(text, file: "taxonomy")
  _ = try? BadIdentifiers.parse(text, file: "bad")
}

private func times(_ bytes: [UInt8]) {
  _ = TimeFormat.standard.parse(bytes.span, zone: .utc)
  _ = TimeFormat.guess(samples: bytes.split(separator: 10).prefix(8).map(Array.init))
  _ = try? NumberText.double(bytes.span)
  _ = UTF8Check.firstFlaw(in: bytes.span)
}

private enum FuzzMappings {
  static let delimited = """
    [row]
    kinds = ["event", "profile", "consent"]
    event = { column = "#1" }
    time = { column = "#2" }
    [[identifier]]
    namespace = "email"
    column = "#3"
    [[identifier]]
    namespace = "phone"
    column = "#4"
    [[field]]
    name = "revenue"
    column = "#5"
    type = "money"
    [[attribute]]
    name = "words"
    column = "#6"
    type = "list"
    [[consent]]
    purpose = "email"
    column = "#7"
    granted = ["yes"]
    """
  static let calls = "[feed]\nformat = \"segment\"\n"
  static let costs = "[feed]\nformat = \"google_ads\"\n"
  static let consent = """
    [feed]
    format = "tcf"
    [row]
    kind = "consent"
    [[identifier]]
    namespace = "user_id"
    column = "u"
    [[consent]]
    signal = "tcf"
    column = "t"
    [[consent]]
    signal = "gpp"
    column = "g"
    """
}
