import Engine
import Support
import Testing

@Suite("Rounded figures of events") struct RoundedFigureTests {
  let workspace: TestWorkspace

  init() throws {
    workspace = try TestWorkspace()
    let thirds = ["3", "3", "4"].map { ("ten", $0) }
    try ingest(thirds + ["0.1", "0.1", "0.1"].map { ("tenths", $0) }, as: "weight", "number")
    try ingest(thirds, as: "items", "integer")
  }

  private func ingest(
    _ amounts: [(user: String, amount: String)], as field: String, _ type: String
  ) throws {
    let mapping =
      mappingHead(by: ["user_id": "user", "cookie": "cookie"]) + """

        [[field]]
        name = "\(field)"
        column = "amount"
        type = "\(type)"
        """
    try workspace.addSource(field, kind: "offline", mapping: mapping)
    let rows = amounts.enumerated().map { index, row in
      "order,2026-08-01T00:0\(index):00Z,\(row.user),\(row.user),DE,\(row.amount)\n"
    }
    try workspace.ingest(TestWorkspace.header + rows.joined(), as: field, source: field)
  }

  /// How many people pass, over all events and over those of a window, which is answered elsewhere.
  private func counts(_ figure: String, _ test: String) throws -> [Int] {
    try ["", " in last 90 days"].map { window in
      try workspace.desk.count(
        "\(figure)\(window) \(test)", each: false, terms: TestWorkspace.terms
      ).total.count
    }
  }

  @Test("an amount of money is as much as the same number")
  func amounts() throws {
    let amounts = ["19.99", "0.29", "10", "64.1", "8.2"]
    let mapping =
      mappingHead(by: ["user_id": "user", "cookie": "cookie"]) + """

        [[field]]
        name = "price"
        column = "amount"
        type = "money"
        currency = "EUR"
        [[field]]
        name = "same"
        column = "amount"
        type = "number"
        """
    try workspace.addSource("till", kind: "offline", mapping: mapping)
    let rows = amounts.enumerated().map { "order,2026-08-02T00:00:00Z,m\($0),m\($0),DE,\($1)\n" }
    try workspace.ingest(TestWorkspace.header + rows.joined(), as: "till", source: "till")
    for function in ["sum", "avg", "min", "max"] {
      for (sign, count) in [("=", 5), (">", 0), ("<", 0)] {
        let text =
          "did order where same > 0 and \(function)(order.price) \(sign) \(function)(order.same)"
        let found = try workspace.desk.count(text, each: false, terms: TestWorkspace.terms)
        #expect(found.total.count == count, "\(text)")
      }
    }
  }

  @Test("three tenths are no more than 0.3, with a window or without")
  func tenths() throws {
    #expect(try counts("sum(order.weight)", "= 0.3") == [1, 1])
    #expect(try counts("sum(order.weight)", "> 0.3") == [1, 1])
    #expect(try counts("avg(order.weight)", "= 0.1") == [1, 1])
  }

  @Test(
    "a third of 10 is 3.333333, and neither more nor less",
    arguments: ["avg(order.weight)", "avg(order.items)"])
  func thirds(figure: String) throws {
    for (test, count) in [("= 3.333333", 1), (">= 3.333333", 1), ("> 3.333333", 0)] {
      #expect(try counts(figure, test) == [count, count], "\(test)")
    }
    #expect(try counts(figure, "!= 3.333333")[0] == counts(figure, "< 3.333333")[0])
  }
}
