import Testing

@testable import parterre

@Suite("What a terminal is given") struct OutputTests {
  @Test("marks that nobody sees are left out, letters and emoji stay")
  func visible() {
    #expect(Output.visible("evil\u{202E}thgir\u{200B}x") == "evilthgirx")
    #expect(Output.visible("Café 漢字 👩‍👧 עברית") == "Café 漢字 👩‍👧 עברית")
  }
}
