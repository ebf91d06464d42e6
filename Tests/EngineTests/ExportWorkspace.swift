import Basis
import Engine
import Requests
import Support

/// A small workspace of known people, with consent, for deliveries.
struct ExportWorkspace {
  let folder: String
  let desk: QuestionDesk
  var path: String { folder + "/workspace" }
  var terms: QuestionDesk.Terms { QuestionDesk.Terms(asOf: SystemClock.now()) }

  static let mapping =
    mappingHead(
      of: ["profile", "consent"], by: ["crm_id": "id", "email": "email", "phone": "phone"]) + """
      [[attribute]]
      name = "first_name"
      column = "first"
      personal = true
      [[attribute]]
      name = "last_name"
      column = "last"
      personal = true
      [[attribute]]
      name = "country"
      column = "country"
      [[attribute]]
      name = "postcode"
      column = "zip"
      [[attribute]]
      name = "income"
      column = "income"
      type = "integer"
      [[consent]]
      purpose = "ads"
      column = "ads"
      granted = ["y"]
      denied = ["n"]
      [[consent]]
      purpose = "personalised_ads"
      column = "ads"
      granted = ["y"]
      denied = ["n"]
      [[consent]]
      purpose = "sharing"
      column = "sharing"
      granted = ["y"]
      denied = ["n"]
      """

  static let feedbackMapping =
    mappingHead(of: ["feedback"], by: ["email": "email"]) + """
      [feedback]
      outcome = "outcome"
      activation = "activation"
      uploaded = "uploaded"
      matched = "matched"
      """

  static let header = "id,time,email,phone,first,last,country,zip,income,ads,sharing\n"

  /// `clock` tells when deliveries are made.
  init(
    people: Range<Int> = 0..<0, clock: @escaping @Sendable () -> Timestamp = { SystemClock.now() }
  ) throws {
    folder = try temporaryFolder()
    desk = QuestionDesk(path: folder + "/workspace", clock: clock)
    try Workspace.create(at: path, now: SystemClock.now())
    for (name, mapping) in [("crm", Self.mapping), ("feedback", Self.feedbackMapping)] {
      try addSource(name, mapping: mapping)
    }
    if !people.isEmpty { try ingest(people) }
  }

  func addSource(_ name: String, mapping: String) throws {
    try desk.addSource(
      name, party: "first", kind: "crm", mapping: mapping, expectedInterval: nil,
      monthlyCost: nil, now: SystemClock.now())
  }

  /// One person; every third has refused advertising, every fifth has no address of her own.
  static func row(_ number: Int, ads: String? = nil, time: String = "2026-05-01T00:00:00Z")
    -> String
  {
    let email = number % 5 == 4 ? "" : "Person.\(number)@Example.com"
    let phone = number % 2 == 0 ? "+4930\(1_000_000 + number)" : ""
    let consent = ads ?? (number % 3 == 2 ? "n" : "y")
    return
      "c\(number),\(time),\(email),\(phone),First\(number),Last\(number),"
      + "\(number % 2 == 0 ? "DE" : "US"),\(10_000 + number),\(number * 100),\(consent),\(consent)\n"
  }

  /// Those whom a delivery by address or phone may hold, by the same rules written down again.
  static func isDeliverable(_ number: Int) -> Bool {
    number % 3 != 2 && (number % 5 != 4 || number % 2 == 0)
  }

  func ingest(_ text: String, source: String = "crm") throws {
    let file = folder + "/\(UInt64.random(in: 0...UInt64.max)).csv"
    try FileSystem.write(Array(text.utf8), to: file)
    let result = try desk.ingest(
      [file], source: source, mapping: nil, isStrict: true, now: SystemClock.now()
    ) { _, _, _ in true }[0]
    if let fault = result.fault { throw fault }
  }

  func ingest(_ numbers: Range<Int>) throws {
    try ingest(Self.header + numbers.map { Self.row($0) }.joined())
  }

  func order(
    _ expression: String = "everyone", to destination: String = "csv", file: String? = "out.csv",
    _ change: (inout DeliveryOrder) -> Void = { _ in }
  ) -> DeliveryOrder {
    var order = DeliveryOrder(
      expression, to: destination, file: file.map { "\(folder)/\($0)" })
    change(&order)
    return order
  }

  @discardableResult
  func export(_ order: DeliveryOrder) throws -> DeliveryAnswer {
    try desk.export(order, terms: terms)
  }

  /// The rows of a written file without its header.
  func rows(_ name: String = "out.csv") throws -> [String] {
    try FileSystem.readText(folder + "/" + name).split(whereSeparator: \.isNewline).dropFirst()
      .map(String.init)
  }

  /// The addresses in the first column of a file.
  func addresses(_ name: String = "out.csv") throws -> Set<String> {
    Set(try rows(name).compactMap { $0.split(separator: ",").first.map(String.init) })
  }

  func remove() throws {
    for folder in [path + "/columns", path + "/exports", path + "/destinations", path, folder]
    where FileSystem.kind(of: folder) == .folder {
      for name in try FileSystem.names(in: folder) {
        if FileSystem.kind(of: folder + "/" + name) == .file {
          try FileSystem.remove(folder + "/" + name)
        }
      }
    }
  }
}
