import Activation
import Testing

@Suite struct DialectTests {
  @Test func `Google's documented values hash to its documented hashes`() {
    #expect(
      Hashed.hex(GoogleDialect.email("cloudy.sanfrancisco+shopping@gmail.com"))
        == "223ebda6f6889b1494551ba902d9d381daf2f642bae055888e96343d53e9f9c4")
    #expect(GoogleDialect.phone("+1 (800) 555-0100") == "+18005550100")
    #expect(
      Hashed.hex("+18005550100")
        == "fb4f73a6ec5fdb7077d564cdd22c3554b43ce49168550c3b12c547b78c517b30")
    #expect(
      Hashed.hex(GoogleDialect.firstName("Mrs. Mary"))
        == "6915771be1c5aa0c886870b6951b03d7eafc121fea0e80a5ea83beb7c449f4ec")
    #expect(
      Hashed.hex(GoogleDialect.lastName(" Smith Jr. "))
        == "6627835f988e2c5e50533d491163072d3f4f41f5c8b04630150debb3722ca2dd")
    #expect(GoogleDialect.phone("800 555 0100").isEmpty)
  }

  @Test func `Meta takes digits alone and keeps dots`() {
    #expect(
      Hashed.hex(MetaDialect.phone("+1 (800) 555-0100"))
        == "92cfdc5fbcd4a20fbe5d3857af6c1aba31762105bba7f21a17155e920653046c")
    #expect(MetaDialect.zip("SW1A 1AA", country: "GB") == "sw1a1")
  }

  @Test(arguments: [
    ("USER@example.com", "tMmiiTI7IaAcPpQPFQ65uMVCWH8av9jw4cwf/F5HVRQ="),
    ("MyEmail@example.com", "FsGNM28LJQ8OLZB0Us65ZYp07NrovJSGTCMSKnLMJ6U="),
    ("my.email@example.com", "4itTvG+HEnTzpiqzejyu1yFPwU1nYhWpaiQvz62hyB8="),
    ("JANE.SAOIRSE@gmail.com", "ku4mBX7Z3qJTXWyLFB1INzkyR2WZGW4ANSJUiW21iI8="),
    ("JaneSaoirse+Work@gmail.com", "ku4mBX7Z3qJTXWyLFB1INzkyR2WZGW4ANSJUiW21iI8="),
    ("JANESaoirse+Work@example.com", "KKruSBUjDNO069iMUVImVQZm6RrAGZKeOtrD9mwogYA="),
  ])
  func `UID2's documented addresses hash to its documented hashes`(raw: String, hash: String) {
    #expect(Hashed.base64(UID2Dialect.email(raw)) == hash)
  }

  @Test func `UID2's documented number hashes to its documented hash`() {
    #expect(
      Hashed.base64(UID2Dialect.phone("+12345678901"))
        == "EObwtHBUqDNZR33LNSMdtt5cafsYFuGmuY4ZLenlue4=")
  }
}

@Suite struct RowTests {
  private static let mary: [Destination.Origin: String] = [
    .identifier("email"): " Mary.Smith+News@Gmail.com ", .identifier("phone"): "+18005550100",
    .attribute("first_name"): "Mary", .attribute("last_name"): "Smith",
    .attribute("city"): "San Francisco", .attribute("state"): "CA",
    .attribute("country"): "US", .attribute("postcode"): "94107-1234",
  ]

  private func lines(_ destination: Destination, _ rows: [Destination.Origin: String]...)
    -> [String]
  {
    var writer = RowWriter(destination)
    for row in rows { _ = writer.add(row) }
    return String(decoding: writer.bytes, as: UTF8.self).split(whereSeparator: \.isNewline)
      .map(String.init)
  }

  @Test func `the golden person in Google's dialect`() {
    #expect(
      lines(.googleCustomerMatch, Self.mary) == [
        "Email,Phone,First Name,Last Name,Country,Zip",
        [
          "548cf1bc59f0afaee88997eea6fd52a61684424d480ae74f9d45ce83a7ab45b1",
          "fb4f73a6ec5fdb7077d564cdd22c3554b43ce49168550c3b12c547b78c517b30",
          "6915771be1c5aa0c886870b6951b03d7eafc121fea0e80a5ea83beb7c449f4ec",
          "6627835f988e2c5e50533d491163072d3f4f41f5c8b04630150debb3722ca2dd", "US", "94107-1234",
        ].joined(separator: ","),
      ])
  }

  @Test func `the golden person in Meta's dialect`() {
    let cells = lines(.metaCustomAudience, Self.mary)[1].split(separator: ",").map(String.init)
    #expect(
      cells[0] == "76365336b543faa970d4315c7d661e3aa5f722ccb5faf6c943edec83dcfb8113")
    #expect(cells[1] == "92cfdc5fbcd4a20fbe5d3857af6c1aba31762105bba7f21a17155e920653046c")
    #expect(
      cells[4...].map { String($0.prefix(8)) } == ["1a6bd4d9", "69590970", "c884a209", "79adb2a2"])
  }

  @Test func `the golden person in UID2's dialect`() {
    #expect(
      lines(.uid2, Self.mary) == ["email_hash", "VIzxvFnwr67oiZfupv1SphaEQk1ICudPnUXOg6erRbE="])
  }

  @Test func `what is empty stays empty and nobody unreachable is written`() {
    #expect(
      lines(.googleCustomerMatch, [.identifier("email"): "a@example.com"])[1]
        == Hashed.hex("a@example.com") + ",,,,,")
    #expect(lines(.googleCustomerMatch, [.attribute("first_name"): "Mary"]).count == 1)
    let nothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    let hashes = Destination.csv(["email_sha256"])
    #expect(lines(hashes, [.identifier("email_sha256"): nothing]) == ["email_sha256"])
  }

  @Test func `a formula becomes text and a number stays`() {
    #expect(RowWriter.harmless("=1+2") == "'=1+2")
    #expect(RowWriter.harmless("@SUM(A1)") == "'@SUM(A1)")
    #expect(RowWriter.harmless("+cmd") == "'+cmd")
    #expect(RowWriter.harmless("+4915112345678") == "+4915112345678")
    #expect(RowWriter.quoted("say \"a, b\"") == "\"say \"\"a, b\"\"\"")
  }

  @Test func `JSON lines leave out what is unknown`() {
    #expect(
      lines(.jsonLines(["email", "phone"]), [.identifier("email"): "a@example.com"])
        == ["{\"email\":\"a@example.com\"}"])
  }
}
