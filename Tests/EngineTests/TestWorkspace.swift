import Basis
import Engine
import Storage
import Support

/// A workspace of a test's own, fed with texts.
struct TestWorkspace {
  let path: String
  let folder: String
  var desk: QuestionDesk
  static let now = Timestamp(1_790_000_000)
  static let terms = QuestionDesk.Terms(asOf: now)

  init(zone: String = "UTC") throws {
    folder = try temporaryFolder()
    path = folder + "/workspace"
    try Workspace.create(at: path, zone: zone, now: Self.now)
    desk = QuestionDesk(path: path)
    try addSource("shop", kind: "web", mapping: Self.csvMapping)
    try addSource("app", kind: "mobile", mapping: Self.jsonMapping)
  }

  static let csvMapping =
    mappingHead(by: ["user_id": "user", "cookie": "cookie"]) + """
      [[attribute]]
      name = "country"
      column = "country"
      [[field]]
      name = "amount"
      column = "amount"
      type = "number"
      """

  static let jsonMapping = mappingHead(by: ["user_id": "user"], format: "json_lines")

  static let header = "event,time,user,cookie,country,amount\n"

  static func row(_ number: Int, event: String = "order") -> String {
    let minute = padded(number % 60, 2)
    let hour = padded(number / 60 % 24, 2)
    return "\(event),2026-08-01T\(hour):\(minute):00Z,u\(number % 7),c\(number % 11),DE,\(number)\n"
  }

  static func rows(_ numbers: Range<Int>) -> String {
    header + numbers.map { row($0) }.joined()
  }

  func addSource(
    _ name: String, party: String = "first", kind: String, mapping: String?
  ) throws {
    try desk.addSource(
      name, party: party, kind: kind, mapping: mapping, expectedInterval: nil, monthlyCost: nil,
      now: Self.now)
  }

  /// Writes a file and ingests it.
  @discardableResult
  func ingest(
    _ text: String, as name: String = "feed.csv", source: String = "shop", isStrict: Bool = false
  ) throws -> QuestionDesk.FileResult {
    try ingest(Array(text.utf8), as: name, source: source, isStrict: isStrict)
  }

  @discardableResult
  func ingest(
    _ bytes: [UInt8], as name: String, source: String = "shop", isStrict: Bool = false
  ) throws -> QuestionDesk.FileResult {
    let file = folder + "/" + name
    try FileSystem.write(bytes, to: file)
    let results = try desk.ingest(
      [file], source: source, mapping: nil, isStrict: isStrict, now: Self.now
    ) { _, _, _ in true }
    return results[0]
  }

  /// What a few questions answer, for comparing two states of a workspace.
  func answers() throws -> [String] {
    var answers: [String] = []
    let questions = ["country = DE", "did order", "did order at least 5 times", "has cookie"]
    for question in questions {
      do throws(Fault) {
        answers.append(
          "\(question): \(try desk.count(question, each: false, terms: Self.terms).total.count)")
      } catch {
        answers.append("\(question): \(error.code.rawValue)")
      }
    }
    for source in try desk.sources(asOf: Self.now) {
      answers.append("\(source.name): \(source.tally)")
    }
    return answers
  }
}

extension TestWorkspace {
  /// Changes the catalogue behind the program's back.
  func change(_ sql: String) throws {
    try Connection(path: path + "/parterre.db", access: .readWrite).execute(sql)
  }

  /// A purpose that `permitStudy` lets every source use its data for.
  static let study = "study"

  /// Lets lists of everybody be in clear, for tests that look at who is who.
  static func permitStudy(_ desk: QuestionDesk) throws {
    let sources = try desk.sources(asOf: now).map { "\"\($0.name)\"" }
    let rules = """
      purposes = ["\(study)"]
      [purpose.\(study)]
      legitimate_interest = [\(sources.joined(separator: ", "))]
      """
    try FileSystem.write(Array(rules.utf8), to: desk.path + "/consent.toml")
  }
}
