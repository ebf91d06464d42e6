import Activation
import Basis
import Support
import Testing

@Suite("Destination files") struct DestinationFileTests {
  @Test("every built-in destination is a sound file of its own name")
  func builtIn() {
    let all = BuiltInDestinations.all
    #expect(all.count == 13)
    #expect(all.map(\.name) == all.map(\.name).sorted())
    #expect(zip(all, BuiltInDestinations.texts).allSatisfy { $0.name + ".toml" == $1.file })
    #expect(all.allSatisfy { !$0.purposes.isEmpty && !$0.needs.isEmpty && !$0.note.isEmpty })
  }

  private func fault(_ text: String) -> Fault? {
    do throws(Fault) {
      _ = try DestinationSpec.parse(text, file: "own.toml")
      return nil
    } catch {
      return error
    }
  }

  private static let sound = """
    name = "own"
    purposes = ["ads"]
    [[column]]
    name = "Email"
    identifier = "email"

    """

  @Test(
    "a mistake is told with its line, its column and what is meant",
    arguments: [
      ("steps = [\"lowr\"]", 6, "Did you mean lower?"),
      ("hash = \"sha256\"", 6, "Write one of plain, sha256_hex"),
      ("identifer = \"email\"", 6, "Did you mean identifier?"),
      ("attribute = \"city\"", 6, "Write one of identifier"),
      ("repeat = 99", 6, "Write repeat = 3"),
      ("[file]\nformat = \"xlsx\"", 7, "Write one of csv, json_lines"),
      ("[file]\nbytes = 3", 7, "Write more"),
      ("[webhook]\nurl = \"http://example.com/\"\nsecret_variable = \"S\"", 7, "Write https"),
      (
        "[webhook]\nurl = \"http://localhost@example.com/\"\nsecret_variable = \"S\"", 7,
        "Write https"
      ),
      ("[webhook]\nbatch = 5", 7, "Write secret_variable"),
      ("steps = [", 6, ""),
    ])
  func mistakes(line: String, number: Int, remedy: String) throws {
    #expect(fault(Self.sound) == nil)
    let fault = try #require(self.fault(Self.sound + line))
    #expect(fault.place?.line == number || fault.code == .malformed, "\(fault)")
    #expect(fault.place?.column ?? 0 > 0)
    #expect(fault.remedy.contains(remedy), "\(fault.remedy)")
  }

  @Test("all mistakes of a file are told at once")
  func severalMistakes() throws {
    let fault = try #require(self.fault("name = \"Own\"\nminimum = -1\n"))
    for part in ["small letters", "columns", "purpose", "nobody"] {
      #expect(fault.description.contains(part), "\(fault)")
    }
  }

  @Test("needs name columns that must be filled together")
  func needs() throws {
    let text = """
      name = "own"
      purposes = ["ads"]
      needs = ["Email", "First + Last"]
      [[column]]
      name = "Email"
      identifier = "email"
      [[column]]
      name = "First"
      attribute = "first_name"
      [[column]]
      name = "Last"
      attribute = "last_name"
      """
    #expect(try DestinationSpec.parse(text, file: "own.toml").needs == [[0], [1, 2]])
    let wrong = text.replacing("First + Last", with: "First + Lst")
    #expect(fault(wrong)?.remedy == "Did you mean Last?")
  }

  @Test("no text crashes the reader", arguments: UInt64(0)..<200)
  func fuzz(seed: UInt64) throws {
    var random = Seeded(seed)
    let texts = BuiltInDestinations.texts
    var bytes = Array(random.pick(texts).text.utf8)
    for _ in 0..<random.within(1...6) {
      let place = random.below(bytes.count)
      switch random.below(3) {
      case 0: bytes[place] = UInt8(random.below(128))
      case 1: bytes.remove(at: place)
      default: bytes.insert(UInt8(random.below(128)), at: place)
      }
    }
    let text = String(decoding: bytes, as: UTF8.self)
    do throws(Fault) {
      let read = try DestinationSpec.parse(text, file: "own.toml")
      #expect(!read.purposes.isEmpty && !read.columns.isEmpty)
    } catch {
      #expect(error.place != nil || error.code == .badConfiguration)
    }
  }
}
