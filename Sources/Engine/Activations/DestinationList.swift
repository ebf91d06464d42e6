internal import Activation
package import Basis
package import Requests

/// A destination as the command line shows it.
package struct DestinationSummary: Sendable {
  package let name: String
  package let title: String
  package let note: String
  package let purposes: [String]
  package let columns: [String]
  package let columnsTold: [Requests.Destination.Column]
  package let identifiers: [String]
  package let settings: [String]
  package let minimum: Int
  package let format: String
  /// The file of a destination of the workspace's own; nil for a built-in one.
  package let file: String?
  /// The text that describes it.
  package let text: String

  init(_ destination: DestinationSpec, file: String?) {
    (name, title, note) = (destination.name, destination.title, destination.note)
    (purposes, minimum) = (destination.purposes, destination.minimum)
    columns = destination.columns.map(\.name)
    columnsTold = destination.columns.map(\.told)
    identifiers = destination.namespaces
    settings = destination.takenSettings
    format = destination.formatTitle
    (self.file, text) = (file, destination.text)
  }
}

extension DestinationSpec.Column {
  /// The column in words.
  fileprivate var told: Requests.Destination.Column {
    let holds =
      switch origin {
      case .identifier(let name): place > 0 ? "\(name), number \(place + 1)" : name
      case .attribute(let name): name
      case .constant(let text): "“\(text)”"
      case .setting(let name): "what \(name) is told"
      }
    let hash: String? =
      switch hashing {
      case .plain: nil
      case .sha256Hex: "SHA-256"
      case .sha256Base64: "SHA-256 in Base64"
      }
    let steps = steps.map { $0.rawValue.replacing("_", with: " ") }
    return Requests.Destination.Column(
      name: name, holds: holds, form: (steps + [hash].compactMap { $0 }).joined(separator: ", "))
  }
}

/// The destinations that a workspace knows: those built in, and the files of its own.
///
/// A file of the name of a built-in destination takes its place.
struct DestinationList {
  static let folderName = "destinations"

  private(set) var all: [(destination: DestinationSpec, file: String?)] = []
  /// Files that cannot be used, each with its first problem.
  private(set) var problems: [Fault] = []

  init(workspace path: String) throws(Fault) {
    for destination in BuiltInDestinations.all { all.append((destination, nil)) }
    let folder = path + "/" + Self.folderName
    guard FileSystem.kind(of: folder) == .folder else { return }
    for name in try FileSystem.names(in: folder) where name.hasSuffix(".toml") {
      let file = folder + "/" + name
      do throws(Fault) {
        let own = try DestinationSpec.parse(try FileSystem.readText(file), file: file)
        all.removeAll { $0.destination.name == own.name }
        all.append((own, file))
      } catch {
        problems.append(error)
      }
    }
    all.sort { $0.destination.name < $1.destination.name }
  }

  var names: [String] { all.map(\.destination.name) }

  /// The destination of a name; nil where its description is gone or has mistakes.
  func described(_ name: String) -> DestinationSpec? {
    all.first { $0.destination.name == name }?.destination
  }

  /// The destination of a name; where its file has mistakes, those are told.
  func named(_ name: String) throws(Fault) -> DestinationSpec {
    if let known = described(name) { return known }
    if let problem = problems.first(where: { ($0.place?.file ?? "").hasSuffix("/\(name).toml") }) {
      throw problem
    }
    let nearest = NearestName.to(name, among: names).map { "Did you mean \($0)? " } ?? ""
    throw Fault(
      .notFound, "destination “\(name)”", reason: "there is none of this name",
      remedy: nearest + "There are: \(names.joined(separator: ", "))")
  }

  /// The destination of an order, with the order's own columns and settings.
  func destination(of order: DeliveryOrder, isPreview: Bool = false) throws(Fault)
    -> DestinationSpec
  {
    var destination = try named(order.destination)
    if order.namespaces != nil || !order.attributes.isEmpty {
      guard destination.takesAnyColumns else {
        throw Fault(
          .usage, "--ids", reason: "\(destination.name) has columns of its own",
          remedy: "Choose columns for csv, jsonl and others with any_columns alone")
      }
      destination = destination.choosing(
        namespaces: order.namespaces ?? destination.namespaces, attributes: order.attributes)
    }
    if destination.webhook != nil, let url = order.settings["url"] {
      if let problem = DestinationSpec.Webhook.problem(ofAddress: url) {
        throw Fault(.usage, "--set url", reason: problem.reason, remedy: problem.remedy)
      }
      destination.webhook?.url = url
    }
    let wanted = destination.takenSettings
    if let unknown = order.settings.keys.sorted().first(where: { !wanted.contains($0) }) {
      throw Fault(
        .usage, "--set \(unknown)", reason: "\(destination.name) has no such setting",
        remedy: wanted.isEmpty ? "Leave it out" : "It has \(wanted.joined(separator: ", "))")
    }
    for name in destination.settings where !isPreview && (order.settings[name] ?? "").isEmpty {
      throw Fault(
        .usage, destination.name, reason: "it needs the setting “\(name)”",
        remedy: "Add --set \(name)=VALUE")
    }
    for index in destination.columns.indices {
      if case .setting(let name) = destination.columns[index].origin {
        destination.columns[index].origin = .constant(order.settings[name] ?? "")
      }
    }
    return destination
  }
}

extension QuestionDesk {
  /// All destinations of the workspace, and its files that cannot be used.
  package func destinationSummaries() throws(Fault) -> (
    list: [DestinationSummary], problems: [Fault]
  ) {
    let list = try DestinationList(workspace: path)
    return (list.all.map { DestinationSummary($0.destination, file: $0.file) }, list.problems)
  }

  /// One destination by name.
  package func destinationSummary(_ name: String) throws(Fault) -> DestinationSummary {
    let list = try DestinationList(workspace: path)
    let destination = try list.named(name)
    return DestinationSummary(
      destination, file: list.all.first { $0.destination.name == name }?.file)
  }

  /// Reads a file that describes a destination, and says what is wrong with it.
  package static func checkedDestination(_ file: String) throws(Fault) -> DestinationSummary {
    DestinationSummary(
      try DestinationSpec.parse(try FileSystem.readText(file), file: file), file: file)
  }
}
