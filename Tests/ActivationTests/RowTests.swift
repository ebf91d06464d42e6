import Activation
import Basis
import Testing

@Suite("Rows") struct RowTests {
  @Test("the golden person in each dialect")
  func golden() throws {
    func row(_ name: String) throws -> [String] {
      let lines = Golden.lines(try Golden.builtIn(name), Golden.values)
      return lines[1].split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    #expect(
      try row("google_customer_match") == [
        "548cf1bc59f0afaee88997eea6fd52a61684424d480ae74f9d45ce83a7ab45b1",
        "fb4f73a6ec5fdb7077d564cdd22c3554b43ce49168550c3b12c547b78c517b30",
        "6915771be1c5aa0c886870b6951b03d7eafc121fea0e80a5ea83beb7c449f4ec",
        "6627835f988e2c5e50533d491163072d3f4f41f5c8b04630150debb3722ca2dd", "US", "94107-1234",
      ])
    let meta = try row("meta_custom_audience")
    #expect(meta[0] == "76365336b543faa970d4315c7d661e3aa5f722ccb5faf6c943edec83dcfb8113")
    #expect(meta[2] == "38400000-8cf0-11bd-b23e-10b96e40000d")
    #expect(
      meta[5...].map { String($0.prefix(8)) } == ["1a6bd4d9", "69590970", "c884a209", "79adb2a2"])
    #expect(
      try row("tiktok")[0] == "004f066534e733ff9b500c5ebf15d00c1e0238fbc0919645440a1fd235f15cc5")
    #expect(
      try row("linkedin")[0] == "76365336b543faa970d4315c7d661e3aa5f722ccb5faf6c943edec83dcfb8113")
    #expect(try row("uid2")[0] == "VIzxvFnwr67oiZfupv1SphaEQk1ICudPnUXOg6erRbE=")
    #expect(try row("euid") == ["VIzxvFnwr67oiZfupv1SphaEQk1ICudPnUXOg6erRbE="])
  }

  @Test("headers are those of the templates")
  func headers() throws {
    func header(_ name: String) throws -> String {
      String(decoding: RowEncoder(try Golden.builtIn(name)).header, as: UTF8.self)
    }
    #expect(
      try header("google_customer_match") == "Email,Phone,First Name,Last Name,Country,Zip\r\n")
    #expect(
      try header("linkedin")
        == "email,firstname,lastname,jobtitle,employeecompany,country,googleaid\r\n")
    #expect(try header("tiktok") == "Email_SHA256,Phone_SHA256,MAID_SHA256,MAID_SHA256\r\n")
    #expect(try header("jsonl").isEmpty)
  }

  @Test("what is empty stays empty, and nobody whom nothing finds is written")
  func empty() throws {
    let google = try Golden.builtIn("google_customer_match")
    #expect(Golden.lines(google, [.identifier("email"): "a@example.com"])[1].hasSuffix(",,,,,"))
    #expect(Golden.lines(google, [.attribute("first_name"): "Mary"]).count == 1)
    let nothing = "E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855"
    let csv = try Golden.builtIn("csv").choosing(namespaces: ["email_sha256"], attributes: [])
    #expect(Golden.lines(csv, [.identifier("email_sha256"): nothing]) == ["email_sha256"])
    let linkedIn = try Golden.builtIn("linkedin")
    let name: [DestinationSpec.Origin: String] = [.attribute("first_name"): "Mary"]
    #expect(Golden.lines(linkedIn, name).count == 1)
    let both = name.merging([.attribute("last_name"): "Smith"]) { $1 }
    #expect(Golden.lines(linkedIn, both)[1] == ",Mary,Smith,,,,")
  }

  @Test("to take somebody out, identifiers are enough")
  func removing() throws {
    let row = Golden.lines(
      try Golden.builtIn("google_customer_match"), Golden.values, extent: .identifiers)[1]
    #expect(row.hasSuffix(",,,,"))
    #expect(row.hasPrefix("548cf1bc"))
  }

  @Test("where somebody is found by attributes these take them out, and no others")
  func removingByAttributes() throws {
    let linkedIn = try Golden.builtIn("linkedin")
    let person: [DestinationSpec.Origin: String] = [
      .attribute("first_name"): "Mary", .attribute("last_name"): "Smith",
      .attribute("country"): "DE",
    ]
    #expect(Golden.lines(linkedIn, person, extent: .identifiers).count == 1)
    #expect(Golden.lines(linkedIn, person)[1] == ",Mary,Smith,,,DE,")
    #expect(Golden.lines(linkedIn, person, extent: .ways)[1] == ",Mary,Smith,,,,")
  }

  @Test("a formula becomes text, a number and a hash stay as they are")
  func formulas() throws {
    let csv = try Golden.builtIn("csv").choosing(namespaces: ["id"], attributes: [])
    func row(_ text: String) -> String { Golden.lines(csv, [.identifier("id"): text])[1] }
    #expect(row("=1+2") == "'=1+2")
    #expect(row("@SUM(A1)") == "'@SUM(A1)")
    #expect(row("+cmd|' /C calc'!A0") == "'+cmd|' /C calc'!A0")
    #expect(row("-2+3+cmd") == "'-2+3+cmd")
    #expect(row("+4915112345678") == "+4915112345678")
    #expect(row("say \"a, b\"") == "\"say \"\"a, b\"\"\"")
    // The Base64 of this address's digest begins with a plus sign.
    var plus = ""
    for number in 0..<500 where plus.isEmpty {
      let hashed = Golden.lines(
        try Golden.builtIn("trade_desk"), [.identifier("email"): "p\(number)@example.com"])[1]
      if hashed.hasPrefix("+") { plus = hashed }
    }
    #expect(plus.count == 44)
  }

  @Test("JSON lines leave out what is unknown and escape what must be")
  func jsonLines() throws {
    let destination = try Golden.builtIn("jsonl")
    #expect(
      Golden.lines(destination, [.identifier("email"): "a\"\\\u{1}@x.org"])
        == [#"{"email":"a\"\\\u0001@x.org"}"#])
  }

  @Test("JSON lines have numbers, flags and lists in their types, and text where steps made one")
  func typedJSON() throws {
    let text = """
      name = "typed"
      purposes = ["sharing"]
      [file]
      format = "json_lines"
      [[column]]
      name = "email"
      identifier = "email"
      [[column]]
      name = "age"
      attribute = "age"
      [[column]]
      name = "spent"
      attribute = "spent"
      [[column]]
      name = "vip"
      attribute = "vip"
      [[column]]
      name = "tags"
      attribute = "tags"
      [[column]]
      name = "since"
      attribute = "since"
      [[column]]
      name = "digits"
      attribute = "age"
      steps = ["digits"]
      [[column]]
      name = "sealed"
      attribute = "age"
      hash = "sha256_hex"
      """
    let since = try #require(CivilDate(year: 2_026, month: 5, day: 1))
    var person = PersonValues()
    person.append("a@x.org")
    for value: Value in [
      .integer(41), .number(-12.5), .boolean(true), .list(["a|b", "\"c\""]), .date(since),
      .integer(41), .integer(41),
    ] { person.append(value) }
    var encoder = RowEncoder(try DestinationSpec.parse(text, file: "typed.toml"))
    var bytes: [UInt8] = []
    _ = encoder.encode(person, into: &bytes)
    let hash = "3d914f9348c9cc0ff8a79716700b9fcd4d2f3e711608004eb8f138bcba7f14d9"
    #expect(
      String(decoding: bytes, as: UTF8.self)
        == #"{"email":"a@x.org","age":41,"spent":-12.5,"vip":true,"tags":["a|b","\"c\""],"#
        + #""since":"2026-05-01","digits":"41","sealed":"\#(hash)"}"# + "\n")
    // A CSV of the same person has the same values as text.
    var csv = try DestinationSpec.parse(text, file: "typed.toml")
    csv.file = DestinationSpec.File()
    csv.file.hasHeader = false
    encoder = RowEncoder(csv)
    bytes = []
    _ = encoder.encode(person, into: &bytes)
    #expect(
      String(decoding: bytes, as: UTF8.self)
        == #"a@x.org,41,-12.5,true,"a|b|""c""",2026-05-01,41,"# + hash + "\r\n")
  }

  @Test("a number without a value is left out of JSON")
  func noNumber() {
    let spec = DestinationSpec(
      "n", "n", purposes: [],
      columns: [.init("email", .identifier("email")), .init("x", .attribute("x"))])
    var jsonLines = spec
    jsonLines.file.format = .jsonLines
    var person = PersonValues()
    person.append("a@x.org")
    person.append(Value.number(.infinity))
    var encoder = RowEncoder(jsonLines)
    var bytes: [UInt8] = []
    _ = encoder.encode(person, into: &bytes)
    #expect(String(decoding: bytes, as: UTF8.self) == "{\"email\":\"a@x.org\"}\n")
  }

  @Test("several identifiers of one kind fill repeated columns")
  func repeated() throws {
    let text = """
      name = "twice"
      purposes = ["ads"]
      [[column]]
      name = "Email"
      identifier = "email"
      repeat = 2
      """
    let destination = try DestinationSpec.parse(text, file: "twice.toml")
    #expect(destination.columns.map(\.place) == [0, 1])
    var person = PersonValues()
    person.append("a@x.org")
    person.append("b@x.org")
    var encoder = RowEncoder(destination)
    var bytes = encoder.header
    #expect(encoder.encode(person, into: &bytes) == 3)
    #expect(String(decoding: bytes, as: UTF8.self) == "Email,Email\r\na@x.org,b@x.org\r\n")
  }
}
