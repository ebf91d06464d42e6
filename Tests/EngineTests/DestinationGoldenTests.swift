import Basis
import Engine
import Glibc
import Support
import Testing

/// Compares what each destination gets with a file in Tests/Goldens/destinations.
///
/// With PARTERRE_GOLDENS=write in the environment the files are written instead.
@Suite("Destination goldens") struct DestinationGoldenTests {
  private static let mapping =
    mappingHead(
      of: ["profile", "consent"],
      by: ["user_id": "id", "email": "email", "phone": "phone", "gaid": "gaid"]) + """
      [[attribute]]
      name = "first_name"
      column = "first"
      [[attribute]]
      name = "last_name"
      column = "last"
      [[attribute]]
      name = "city"
      column = "city"
      [[attribute]]
      name = "state"
      column = "state"
      [[attribute]]
      name = "country"
      column = "country"
      [[attribute]]
      name = "postcode"
      column = "zip"
      [[attribute]]
      name = "company"
      column = "company"
      """

  private static let purposes = ["storage", "ads", "personalised_ads", "email", "sharing"]

  private static let people = """
    id,time,email,phone,gaid,first,last,city,state,country,zip,company,consent
    u1,2026-05-01T00:00:00Z,Mary.Smith+News@Gmail.com,+18005550100,38400000-8cf0-11bd-b23e-10b96e40000d,Mary,Smith,San Francisco,CA,US,94107-1234,"Oak, Sons",y
    u2,2026-05-01T00:00:00Z,juergen@example.com,+493012345678,,Jürgen,Groß,Köln,NW,DE,50667,=HYPERLINK(1),y
    u3,2026-05-01T00:00:00Z,cloudy.sanfrancisco+shopping@googlemail.com,,,Mrs. Ann,King Jr.,Bath,,GB,BA1 1AA,,y
    u4,2026-05-01T00:00:00Z,no.consent@example.com,+493011111111,,No,Consent,Bonn,NW,DE,53111,,n
    u5,2026-05-01T00:00:00Z,,+33123456789,,Zoé,Noël,Paris,,FR,75001,Chêne,y
    u6,2026-05-01T00:00:00Z,,,7b1e4a52-9c1d-4f0a-8a55-0d6f3c2b1a90,,,,,,,,y
    u7,2026-05-01T00:00:00Z,,,,Only,Names,Rome,,IT,00184,,y

    """

  private func workspace() throws -> ExportWorkspace {
    let workspace = try ExportWorkspace()
    let consents = Self.purposes.map {
      "[[consent]]\npurpose = \"\($0)\"\ncolumn = \"consent\"\ngranted = [\"y\"]\ndenied = [\"n\"]\n"
    }
    try workspace.addSource("golden", mapping: Self.mapping + "\n" + consents.joined())
    try workspace.ingest(Self.people, source: "golden")
    return workspace
  }

  @Test("each destination gets the same bytes as ever")
  func goldens() throws {
    let workspace = try workspace()
    defer { try? workspace.remove() }
    let folder = workspace.path + "/destinations"
    try FileSystem.makeFolder(folder)
    var count = 0
    for destination in try workspace.desk.destinationSummaries().list
    where !destination.format.hasPrefix("HTTP") {
      // Seven people are fewer than some take: the same file without its minimum.
      let text = destination.text.split(separator: "\n", omittingEmptySubsequences: false)
        .filter { !$0.hasPrefix("minimum") }.joined(separator: "\n")
      try FileSystem.write(Array(text.utf8), to: "\(folder)/\(destination.name).toml")
      let name = destination.name + (destination.format.hasPrefix("CSV") ? ".csv" : ".jsonl")
      try workspace.export(
        workspace.order(to: destination.name, file: name) { order in
          for setting in destination.settings { order.settings[setting] = "4711" }
        })
      let written = try FileSystem.read("\(workspace.folder)/\(name)")
      try check(written, name)
      #expect(!String(decoding: written, as: UTF8.self).contains("no.consent"))
      count += 1
    }
    #expect(count == 12)
  }

  @Test("a webhook gets the same body as ever")
  func webhook() throws {
    let workspace = try workspace()
    defer { try? workspace.remove() }
    let secret = workspace.folder + "/secret"
    try FileSystem.write(Array("a secret of 25 characters".utf8), to: secret)
    let text = try workspace.desk.destinationSummary("webhook").text.replacing(
      "secret_variable = \"PARTERRE_WEBHOOK_SECRET\"", with: "secret_file = \"\(secret)\"")
    try FileSystem.makeFolder(workspace.path + "/destinations")
    try FileSystem.write(Array(text.utf8), to: workspace.path + "/destinations/webhook.toml")
    let server = try LoopbackServer(answers: [])
    defer { server.stop() }
    try workspace.export(
      workspace.order(to: "webhook", file: nil) {
        $0.settings["url"] = "http://127.0.0.1:\(server.port)/"
      })
    #expect(server.received.count == 1)
    try check(try #require(server.received.first).body, "webhook.json")
  }

  private func check(_ bytes: [UInt8], _ name: String) throws {
    let folder = #filePath.split(separator: "/").dropLast(2).map { "/" + $0 }.joined()
    let golden = "\(folder)/Goldens/destinations/\(name)"
    if getenv("PARTERRE_GOLDENS").map({ String(cString: $0) }) == "write" {
      try FileSystem.write(bytes, to: golden, mode: 0o644)
    } else {
      #expect(try FileSystem.read(golden) == bytes, "\(name)")
    }
  }
}
