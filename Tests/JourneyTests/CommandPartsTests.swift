import Testing

@testable import parterre

@Suite("The list of commands") struct CommandPartsTests {
  @Test("has the commands that begin with one word in one part, so that no other need be made")
  func parts() {
    var parts: [String: Set<Int>] = [:]
    for (number, part) in Commands.parts.enumerated() {
      for command in part() { parts[command.words[0], default: []].insert(number) }
    }
    #expect(parts.filter { $0.value.count > 1 }.isEmpty)
    for command in Commands.all {
      #expect(
        Commands.beginning(with: command.words[0]).map(\.name)
          == Commands.all.filter { $0.words[0] == command.words[0] }.map(\.name))
    }
  }
}
