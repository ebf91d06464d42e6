import Basis
import Engine
import Sealing
import Support
import Testing

@Suite("Webhooks") struct WebhookTests {
  private static let secret = "a secret of 25 characters"

  private func destination(_ workspace: ExportWorkspace, attempts: Int = 3) throws {
    try FileSystem.makeFolder(workspace.path + "/destinations")
    try FileSystem.write(Array("\(Self.secret)\n".utf8), to: workspace.folder + "/secret")
    let text = """
      name = "hook"
      purposes = ["sharing"]
      any_columns = true
      [webhook]
      batch = 10
      attempts = \(attempts)
      secret_file = "\(workspace.folder)/secret"
      [[column]]
      name = "email"
      identifier = "email"
      """
    try FileSystem.write(Array(text.utf8), to: workspace.path + "/destinations/hook.toml")
  }

  private func order(_ workspace: ExportWorkspace, _ server: LoopbackServer) -> DeliveryOrder {
    workspace.order(to: "hook", file: nil) {
      $0.settings["url"] = "http://127.0.0.1:\(server.port)/audience"
    }
  }

  private func addresses(_ requests: [LoopbackServer.Request]) -> [String] {
    requests.flatMap { request in
      String(decoding: request.body, as: UTF8.self).split(separator: "{").compactMap { part in
        part.hasPrefix("\"email\":\"") ? String(part.dropFirst(9).prefix { $0 != "\"" }) : nil
      }
    }
  }

  private static let expected = (0..<60).filter { $0 % 3 != 2 && $0 % 5 != 4 }.map {
    "person.\($0)@example.com"
  }

  @Test("batches arrive signed, once and in order, and what fails for now is tried again")
  func sending() throws {
    let workspace = try ExportWorkspace(people: 0..<60)
    defer { try? workspace.remove() }
    try destination(workspace)
    let server = try LoopbackServer(answers: [503, 200, 429])
    defer { server.stop() }
    let answer = try workspace.export(order(workspace, server))
    #expect(answer.rows == Self.expected.count)
    let requests = server.received
    #expect(requests.count == (Self.expected.count + 9) / 10 + 2)
    var keys: Set<String> = []
    var taken: [LoopbackServer.Request] = []
    for request in requests.reversed() {
      let key = try #require(request.headers["idempotency-key"])
      if keys.insert(key).inserted { taken.insert(request, at: 0) }
      let signature = try #require(request.headers["x-parterre-signature"])
      let time = signature.dropFirst(2).prefix { $0 != "," }
      let signed = Array((String(time) + ".").utf8) + request.body
      let expected = SHA256.authentication(of: signed.span, key: Array(Self.secret.utf8).span).hex
      #expect(signature.hasSuffix("v1=\(expected)"))
    }
    #expect(addresses(taken) == Self.expected)
    let delivery = try #require(try workspace.desk.deliveries().first)
    #expect(delivery.state == "done")
    #expect(delivery.batchesSent == delivery.batches)
    #expect(try FileSystem.names(in: workspace.path + "/exports") == [])
  }

  @Test("what a server's refusal stopped goes on with the next batch")
  func resuming() throws {
    let workspace = try ExportWorkspace(people: 0..<60)
    defer { try? workspace.remove() }
    try destination(workspace, attempts: 1)
    let server = try LoopbackServer(answers: [200, 401])
    defer { server.stop() }
    do throws(Fault) {
      _ = try workspace.desk.export(order(workspace, server), terms: workspace.terms)
      Issue.record("it was delivered")
    } catch {
      #expect(error.reason.contains("401"))
      #expect(error.remedy.contains("--resume 1"))
    }
    #expect(try workspace.desk.deliveries().first?.batchesSent == 1)
    #expect(try workspace.desk.check().problems == [])
    let done = try workspace.desk.resumeExport(1, terms: workspace.terms)
    #expect(done.state == "done")
    let requests = server.received
    #expect(requests.count == (Self.expected.count + 9) / 10 + 1)
    #expect(addresses([requests[0]] + requests[2...]) == Self.expected)
    // The batch that was refused came again with the same key and the same bytes.
    #expect(requests[1].body == requests[2].body)
    #expect(requests[1].headers["idempotency-key"] == requests[2].headers["idempotency-key"])
    #expect(throws: Fault.self) { try workspace.desk.resumeExport(1, terms: workspace.terms) }
  }

  @Test("a preview tells of a secret that cannot sign, and never shows it")
  func secrets() throws {
    let workspace = try ExportWorkspace(people: 0..<10)
    defer { try? workspace.remove() }
    try destination(workspace)
    let server = try LoopbackServer(answers: [])
    defer { server.stop() }
    let order = order(workspace, server)
    let file = workspace.folder + "/secret"
    func obstacles() throws -> [String] {
      try workspace.desk.preflight(order, terms: workspace.terms).obstacles.map(\.command)
    }
    #expect(try obstacles() == [])
    for (secret, word) in [("short-one", "shorter than 16"), ("", "is empty")] {
      try FileSystem.write(Array(secret.utf8), to: file)
      let told = try #require(try obstacles().first)
      #expect(told.contains(word) && told.contains(file), "\(told)")
      #expect(secret.isEmpty || !told.contains(secret))
      #expect(throws: Fault.self) { try workspace.export(order) }
    }
    try FileSystem.remove(file)
    #expect(try obstacles().count == 1)
    #expect(server.received.isEmpty)
  }

  @Test("nothing is sent in the clear beyond this machine")
  func plainHTTP() throws {
    let workspace = try ExportWorkspace(people: 0..<10)
    defer { try? workspace.remove() }
    try destination(workspace)
    for url in ["http://example.com/", "http://127.0.0.1.example.com/", "ftp://localhost/", ""] {
      #expect(throws: Fault.self) {
        try workspace.export(workspace.order(to: "hook", file: nil) { $0.settings["url"] = url })
      }
    }
    #expect(try workspace.desk.deliveries().isEmpty)
  }
}
