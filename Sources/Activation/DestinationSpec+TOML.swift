package import Basis
internal import Formats

extension DestinationSpec {
  /// Reads a file that describes a destination; every problem in it is told at once.
  package static func parse(_ text: String, file: String) throws(Fault) -> DestinationSpec {
    let document = try TOMLDocument.parse(text, file: file)
    let reader = TOMLReader(document, "a destination", code: .badConfiguration)
    let name = reader.string("name") ?? ""
    if name.isEmpty || !name.allSatisfy({ $0.isLowercase || $0.isNumber || $0 == "_" }) {
      reader.problem(
        "name", "a destination needs a name of small letters, digits and _",
        "Write name = \"my_partner\"")
    }
    var columns: [Column] = []
    for table in reader.tables("column") { columns += Column.read(table) }
    if columns.isEmpty {
      reader.problem("column", "it has no columns", "Add [[column]] with name and identifier")
    }
    var destination = DestinationSpec(
      name, reader.string("title") ?? name, purposes: reader.strings("purposes") ?? [],
      minimum: reader.integer("minimum") ?? 0, columns: columns)
    if columns.count > RowEncoder.mostColumns {
      reader.problem(
        "column", "it has \(columns.count) columns", "Write at most \(RowEncoder.mostColumns)")
    }
    if destination.purposes.isEmpty {
      reader.problem(
        "purposes", "it says no purpose, and nobody is delivered without one",
        "Write purposes = [\"ads\"], or whatever the people were asked for")
    }
    if destination.minimum < 0 {
      reader.problem("minimum", "it is less than nobody", "Write 0 or more")
    }
    destination.note = reader.string("note") ?? ""
    destination.takesAnyColumns = reader.boolean("any_columns") ?? false
    if let table = reader.table("file") { destination.file = File(table) }
    if let table = reader.table("webhook") { destination.webhook = Webhook(table) }
    destination.needs = needs(reader, columns)
    destination.text = text
    reader.refuseOthers()
    try reader.problems.raise()
    return destination
  }

  /// Groups of columns such as `"firstname + lastname"`; any identifier where none is written.
  private static func needs(_ reader: TOMLReader, _ columns: [Column]) -> [[Int]] {
    guard let groups = reader.strings("needs") else {
      let needs = anyIdentifier(of: columns)
      if needs.isEmpty, !columns.isEmpty {
        reader.problem(
          "column", "no column is an identifier, so that nobody could be found",
          "Give a column identifier = \"email\", or write needs")
      }
      return needs
    }
    return groups.map { group in
      group.split(separator: "+").compactMap { part in
        let name = part.split(separator: " ").joined(separator: " ")
        if let index = columns.firstIndex(where: { $0.name == name }) { return index }
        let nearest = NearestName.to(name, among: columns.map(\.name))
        reader.problem(
          "needs", "there is no column “\(name)”",
          nearest.map { "Did you mean \($0)?" } ?? "Name columns of this file")
        return nil
      }
    }
  }
}

extension DestinationSpec.Column {
  private static let mostRepeats = 10

  /// One column, or several of one name for a person's several identifiers.
  fileprivate static func read(_ reader: TOMLReader) -> [DestinationSpec.Column] {
    let name = reader.string("name") ?? ""
    if name.isEmpty { reader.problem("name", "a column has no name", "Write name = \"…\"") }
    let kinds = ["identifier", "attribute", "constant", "setting"]
    let given = kinds.filter { reader.has($0) }
    if given.count != 1 {
      reader.problem(
        given.last ?? "name", "a column has one source, this one has \(given.count)",
        "Write one of \(kinds.joined(separator: ", "))")
    }
    let origin: DestinationSpec.Origin
    if let name = reader.string("identifier") {
      origin = .identifier(name)
    } else if let name = reader.string("attribute") {
      origin = .attribute(name)
    } else if let name = reader.string("setting") {
      origin = .setting(name)
    } else {
      origin = .constant(reader.string("constant") ?? "")
    }
    let steps = (reader.strings("steps") ?? []).compactMap { word -> Step? in
      if let step = Step(rawValue: word) { return step }
      let known = Step.allCases.map(\.rawValue)
      reader.problem(
        "steps", "“\(word)” is not a step",
        NearestName.remedy(
          for: word, among: known, otherwise: "Write some of \(known.joined(separator: ", "))"))
      return nil
    }
    let hashing = reader.choice("hash", of: DestinationSpec.Hashing.self) ?? .plain
    let repeats = reader.integer("repeat") ?? 1
    if !(1...mostRepeats).contains(repeats) {
      reader.problem("repeat", "\(repeats) is not from 1 to \(mostRepeats)", "Write repeat = 3")
    }
    reader.refuseOthers()
    return (0..<max(1, min(repeats, mostRepeats))).map { place in
      var column = DestinationSpec.Column(name, origin, steps: steps, hashing: hashing)
      column.place = place
      return column
    }
  }
}

extension DestinationSpec.File {
  fileprivate init(_ reader: TOMLReader) {
    self.init()
    format = reader.choice("format", of: DestinationSpec.Format.self) ?? .csv
    hasHeader = reader.boolean("header") ?? true
    if let text = reader.string("delimiter") {
      if let byte = text.utf8.first, text.utf8.count == 1, byte != 34, byte != 10, byte != 13 {
        delimiter = byte
      } else {
        reader.problem("delimiter", "“\(text)” cannot part cells", "Write \",\", \";\" or \"\\t\"")
      }
    }
    switch reader.string("line_ending") ?? "crlf" {
    case "crlf": endsLinesWithCRLF = true
    case "lf": endsLinesWithCRLF = false
    default: reader.problem("line_ending", "it is neither crlf nor lf", "Write \"crlf\" or \"lf\"")
    }
    mostRows = reader.integer("rows")
    mostBytes = reader.integer("bytes")
    if let mostRows, mostRows < 1 {
      reader.problem("rows", "it is less than one", "Write 1 or more")
    }
    if let mostBytes, mostBytes < 10_000 {
      reader.problem("bytes", "a file of less than 10,000 bytes holds next to nobody", "Write more")
    }
    reader.refuseOthers()
  }
}

extension DestinationSpec.Webhook {
  fileprivate init(_ reader: TOMLReader) {
    self.init(
      url: reader.string("url") ?? "", batchRows: reader.integer("batch") ?? 500,
      secretVariable: reader.string("secret_variable"), secretFile: reader.string("secret_file"),
      timeoutSeconds: reader.integer("timeout_seconds") ?? 30,
      attempts: reader.integer("attempts") ?? 6)
    if !url.isEmpty, let problem = Self.problem(ofAddress: url) {
      reader.problem("url", problem.reason, problem.remedy)
    }
    if !(1...10_000).contains(batchRows) {
      reader.problem("batch", "a batch has 1 to 10,000 rows", "Write batch = 500")
    }
    if !(1...20).contains(attempts) {
      reader.problem("attempts", "it is not from 1 to 20", "Write attempts = 6")
    }
    if !(1...600).contains(timeoutSeconds) {
      reader.problem("timeout_seconds", "it is not from 1 to 600", "Write timeout_seconds = 30")
    }
    if secretVariable == nil, secretFile == nil {
      reader.problem(
        "batch", "it says no secret, without which the receiver cannot tell who sent it",
        "Write secret_variable = \"NAME\" or secret_file = \"PATH\"")
    }
    reader.refuseOthers()
  }

  /// Why nothing may be sent to an address; nil where it may.
  package static func problem(ofAddress url: String) -> (reason: String, remedy: String)? {
    if url.hasPrefix("https://"), url.utf8.count > 8 { return nil }
    guard url.hasPrefix("http://") else {
      return ("“\(url)” is no https address", "Write https://…")
    }
    let authority = url.dropFirst(7).prefix { $0 != "/" && $0 != "?" && $0 != "#" }
    let host =
      authority.first == "["
      ? authority.prefix { $0 != "]" } + "]" : authority.prefix { $0 != ":" }
    let isLocal =
      ["localhost", "127.0.0.1", "[::1]"].contains(String(host)) && !authority.contains("@")
    return isLocal
      ? nil : ("plain http would show people's data to everybody on the way", "Write https://…")
  }
}
