import Formats
import Testing

@Suite("Fields of delimited text") struct CSVTextTests {
  @Test(
    "what a spreadsheet would compute begins with an apostrophe",
    arguments: [
      "=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "|x", "＝1+1",
      "＋1", "－1", "＠SUM(A1)", "+", "-", "-1.2.3", "+-1", "-.", "-5.", "-1e5+A1", "+49 30 1",
    ])
  func formulas(text: String) {
    #expect(CSVText.harmless(text) == "'" + text)
  }

  @Test(
    "numbers with a sign and plain texts stay as they are",
    arguments: ["-5", "-5.25", "+493012345678", "0", "", "a=b", "x@example.org", " =1", "'=1"])
  func others(text: String) {
    #expect(CSVText.harmless(text) == text)
  }
}
