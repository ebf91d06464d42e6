import Cells
import Testing

@Suite("Every pane as it is drawn") struct GoldenTests {
  static let sizes = [Size(80, 24), Size(120, 36), Size(200, 60)]

  /// The keys that lead to each screen.
  static let screens: [(String, String)] = [
    ("home", ""),
    ("sources", "1"),
    ("consent", "2"),
    ("consent-person", "2 s m @ x Enter Down"),
    ("library", "3"),
    ("builder", "3 Enter"),
    ("text", "3 Enter t"),
    ("language", "3 Enter t F2"),
    ("picker", "3 Enter a Down"),
    ("line", "3 Enter e"),
    ("reports", "4"),
    ("chart", "4 t"),
    ("courses", "4 e Ctrl-U c h a n n e l Enter"),
    ("sessions", "4 Down Down Enter"),
    ("attribution", "4 Down Down Down Enter Down"),
    ("quality", "4 Down Down Down Down Enter"),
    ("people-overview", "6"),
    ("retention", "4 End Enter Right Right"),
    ("audiences", "5 a Enter"),
    ("export", "5 a Enter x"),
    ("ingest", "1 a"),
    ("feed", "1 A x Enter Down"),
    ("role", "1 A x Enter e"),
    ("shared", "1 S"),
    ("shared-builder", "3 Enter S"),
    ("values", "3 Enter a Enter Space Space"),
    ("campaign", "3 Enter a a u t u m n Enter Down"),
    ("save", "3 Enter Down n s"),
    ("muted", "3 Enter Down m Down Down g"),
    ("people", "6 s m @ x Enter"),
    ("palette", ": s o"),
    ("palette-elsewhere", "2 : b a t"),
    ("help", "3 Enter ?"),
    ("theme", "T Down"),
    ("quit", "3 Enter Down n q"),
    ("receipt", "3 Enter i"),
    ("overlap", "3 Space Space v"),
    ("compare", "3 Enter Down n v"),
    ("why", "3 Enter w e : x Enter"),
  ]

  @Test("the smallest screen still shows the total and the keys")
  func smallest() {
    var driver = Driver(Size(60, 15))
    driver.press("3 Enter")
    Golden.check(driver.screen, "builder-60x15")
    driver.press("a")
    Golden.check(driver.screen, "picker-60x15")
  }

  @Test("is as it was agreed", arguments: screens, sizes)
  func screen(screen: (String, String), size: Size) {
    var driver = Driver(size)
    driver.press(screen.1)
    Golden.check(driver.screen, "\(screen.0)-\(size.columns)x\(size.rows)")
  }
}
