import Activation
import Testing

@Suite("Dialects") struct DialectTests {
  private func cell(_ text: String, _ steps: [Step], _ hashing: DestinationSpec.Hashing) -> String {
    let column = DestinationSpec.Column("x", .identifier("x"), steps: steps, hashing: hashing)
    let destination = DestinationSpec("t", "T", purposes: ["ads"], columns: [column])
    return Golden.lines(destination, [.identifier("x"): text]).dropFirst().first ?? ""
  }

  @Test("Google's documented values hash to its documented hashes")
  func google() throws {
    let columns = try Golden.builtIn("google_customer_match").columns
    func hash(_ name: String, _ text: String) throws -> String {
      let column = try #require(columns.first { $0.name == name })
      return cell(text, column.steps, column.hashing)
    }
    #expect(
      try hash("Email", "cloudy.sanfrancisco+shopping@gmail.com")
        == "223ebda6f6889b1494551ba902d9d381daf2f642bae055888e96343d53e9f9c4")
    #expect(
      try hash("Phone", "+1 (800) 555-0100")
        == "fb4f73a6ec5fdb7077d564cdd22c3554b43ce49168550c3b12c547b78c517b30")
    #expect(
      try hash("First Name", "Mrs. Mary")
        == "6915771be1c5aa0c886870b6951b03d7eafc121fea0e80a5ea83beb7c449f4ec")
    #expect(
      try hash("Last Name", " Smith Jr. ")
        == "6627835f988e2c5e50533d491163072d3f4f41f5c8b04630150debb3722ca2dd")
    #expect(try hash("Phone", "800 555 0100").isEmpty)
  }

  @Test("Meta takes digits alone and of postcodes what it says for the country")
  func meta() {
    #expect(
      cell("+1 (800) 555-0100", [.phoneDigits], .sha256Hex)
        == "92cfdc5fbcd4a20fbe5d3857af6c1aba31762105bba7f21a17155e920653046c")
    let column = DestinationSpec.Column("zip", .identifier("zip"), steps: [.metaPostcode])
    let destination = DestinationSpec("t", "T", purposes: ["ads"], columns: [column])
    let values: [DestinationSpec.Origin: String] = [
      .identifier("zip"): "SW1A 1AA", .attribute("country"): "GB",
    ]
    #expect(Golden.lines(destination, values).last == "sw1a1")
  }

  @Test(
    "UID2's documented addresses and numbers hash to its documented hashes",
    arguments: [
      ("USER@example.com", "tMmiiTI7IaAcPpQPFQ65uMVCWH8av9jw4cwf/F5HVRQ="),
      ("MyEmail@example.com", "FsGNM28LJQ8OLZB0Us65ZYp07NrovJSGTCMSKnLMJ6U="),
      ("my.email@example.com", "4itTvG+HEnTzpiqzejyu1yFPwU1nYhWpaiQvz62hyB8="),
      ("JANE.SAOIRSE@gmail.com", "ku4mBX7Z3qJTXWyLFB1INzkyR2WZGW4ANSJUiW21iI8="),
      ("JaneSaoirse+Work@gmail.com", "ku4mBX7Z3qJTXWyLFB1INzkyR2WZGW4ANSJUiW21iI8="),
      ("JANESaoirse+Work@example.com", "KKruSBUjDNO069iMUVImVQZm6RrAGZKeOtrD9mwogYA="),
    ])
  func uid2(raw: String, hash: String) throws {
    let column = try Golden.builtIn("uid2").columns[0]
    #expect(cell(raw, column.steps, column.hashing) == hash)
    #expect(
      cell("+12345678901", [.e164], .sha256Base64)
        == "EObwtHBUqDNZR33LNSMdtt5cafsYFuGmuY4ZLenlue4=")
  }

  @Test(
    "steps do what they say",
    arguments: [
      (Step.noTag, "a+b@x.org", "a@x.org"), (.noLocalDots, "a.b@x.org", "ab@x.org"),
      (.gmail, "a.b+c@googlemail.com", "a.b+c@googlemail.com"),
      (.googlemail, "a.b+c@googlemail.com", "ab@googlemail.com"), (.email, "a@b@c", ""),
      (.email, "@c", ""), (.letters, "Müller-Lüdenscheidt 3", "MüllerLüdenscheidt"),
      (.lower, "ÄRA", "ära"), (.trim, "  a \t b ", "a b"), (.noSpaces, "a b\u{a0}c", "abc"),
      (.countryCode, "de", "DE"), (.countryCode, "Germany", ""),
      (.uuid, "384000008CF011BDB23E10B96E40000D", "38400000-8cf0-11bd-b23e-10b96e40000d"),
      (.uuid, "00000000-0000-0000-0000-000000000000", ""), (.e164, "0301234567", ""),
      (.e164, "+49 30 1234567", "+49301234567"), (.e164, "+0123456789", ""),
      (.gender, "Female", "f"), (.gender, "unknown", ""), (.initial, "Émile", "É"),
      (.year, "1980-02-29", "1980"), (.monthAndDay, "1980-02-29", "0229"), (.year, "80", ""),
      (.digits, "a1b2", "12"), (.upper, "straße", "STRASSE"), (.noTitle, "Dr Dr Ann", "Ann"),
      (.noSuffix, "King, Jr.", "King"), (.phoneDigits, "+4930123456", "4930123456"),
    ])
  func steps(step: Step, text: String, expected: String) {
    #expect(cell(text, [step], .plain) == expected)
  }
}
