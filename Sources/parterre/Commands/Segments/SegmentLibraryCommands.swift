import Basis
import Engine
import Formats
import Requests

/// Keeping segments: names, versions, folders, tags.
enum SegmentLibraryCommands {
  private static let filing = [
    CommandSpec.option("folder", "PATH", "keep it in this folder, such as EU/Spring"),
    CommandSpec.option("tag", "WORD", "tag it; all tags that it shall have", isRepeatable: true),
    CommandSpec.option("owner", "NAME", "who looks after it"),
  ]

  static let all: [CommandSpec] = [
    CommandSpec(
      "segment save", "save a segment as the next version of a name", operands: "NAME EXPR",
      count: 1...2,
      options: [SegmentCommands.file, CommandSpec.option("note", "TEXT", "why it changed")]
        + filing,
      examples: [
        "parterre segment save Buyers 'did purchase in last 90 days' --folder EU --tag crm"
      ],
      run: save),
    CommandSpec(
      "segment file", "keep a segment elsewhere, tag it, or give it an owner", operands: "NAME",
      count: 1...1, options: filing, examples: ["parterre segment file Buyers --folder Archive"],
      run: file),
    CommandSpec(
      "segment list", "list the saved segments",
      options: [
        CommandSpec.option("folder", "PATH", "only those in this folder and below it"),
        CommandSpec.option("tag", "WORD", "only those with this tag", isRepeatable: true),
        CommandSpec.option("owner", "NAME", "only those of this owner"),
      ], examples: ["parterre segment list --folder EU --tag crm"],
      run: list),
    CommandSpec(
      "segment show", "show a saved segment", operands: "NAME [VERSION]", count: 1...2,
      discussion: """
        Without VERSION it is the newest. With --json its tree stands beside the text. Wherever a segment's text \
        is asked for, such a tree may be given instead.
        """,
      examples: ["parterre segment show Buyers", "parterre segment show Buyers 2 --json"],
      run: show),
    CommandSpec(
      "segment history", "list the versions of a segment", operands: "NAME", count: 1...1,
      examples: ["parterre segment history Buyers"],
      run: history),
    CommandSpec(
      "segment diff", "compare two versions of a segment", operands: "NAME [V1 [V2]]",
      count: 1...3,
      options: [CommandSpec.option("with", "EXPR", "compare with a text instead of V2")],
      discussion: """
        Without V2 the newest version is compared, without V1 the one before it. Beside the conditions
        that were added and removed stands who enters and leaves with the second definition, both
        counted on the present data.
        """,
      examples: [
        "parterre segment diff Buyers 1 3",
        "parterre segment diff Buyers --with 'did purchase in last 30 days'",
      ], run: difference),
    CommandSpec(
      "segment rename", "rename a segment and follow it through others", operands: "NAME NEW-NAME",
      count: 2...2,
      examples: ["parterre segment rename Buyers 'Buyers of 90 days'"],
      run: rename),
    CommandSpec(
      "segment remove", "remove a segment that no other refers to", operands: "NAME",
      count: 1...1,
      discussion: """
        Earlier versions of others may refer to it; they stay, cannot be counted any more, and are told.
        """,
      examples: ["parterre segment remove Buyers"],
      run: remove),
  ]

  private static func save(_ line: Invocation) throws(Fault) -> ExitStatus {
    let saved = try SegmentCommands.desk(line).save(
      SaveRequest(
        name: line.operands[0], text: try SegmentCommands.expression(line, operand: 1),
        note: line.value("note") ?? "", basedOn: nil, folder: line.value("folder"),
        tags: line.tags, owner: line.value("owner")), terms: try line.globals.terms())
    if line.globals.isJSON {
      try line.answer(json(saved))
    } else {
      Output.line("Saved \(saved.name) as version \(saved.version): \(grouped(saved.size ?? 0)).")
    }
    return .done
  }

  private static func rename(_ line: Invocation) throws(Fault) -> ExitStatus {
    let (old, new) = (line.operands[0], line.operands[1])
    let users = try SegmentCommands.desk(line).renameSegment(
      old, to: new, now: SystemClock.now(), terms: try line.globals.terms())
    if line.globals.isJSON {
      try line.answer(
        .object([
          ("name", .string(new)), ("was", .string(old)),
          ("followed_in", .array(users.map { JSON.string($0) })),
        ]))
      return .done
    }
    Output.line("\(old) is now \(new).")
    if !users.isEmpty { Output.line("Followed in \(users.joined(separator: ", ")).") }
    return .done
  }

  private static func remove(_ line: Invocation) throws(Fault) -> ExitStatus {
    let name = line.operands[0]
    let orphans = try SegmentCommands.desk(line).removeSegment(name, now: SystemClock.now())
    guard line.globals.isJSON else {
      Output.line("Removed \(name).")
      for orphan in orphans { Output.line("\(orphan.sentence).") }
      return .done
    }
    let versions = orphans.map { orphan in
      JSON.object([
        ("segment", .string(orphan.segment)),
        ("versions", .array(orphan.numbers.map { JSON.count($0) })),
      ])
    }
    try line.answer(
      .object([("removed", .string(name)), ("not_counted_any_more", .array(versions))]))
    return .done
  }

  private static func file(_ line: Invocation) throws(Fault) -> ExitStatus {
    let saved = try SegmentCommands.desk(line).file(
      line.operands[0], folder: line.value("folder"), tags: line.tags, owner: line.value("owner"),
      now: SystemClock.now())
    if line.globals.isJSON {
      try line.answer(json(saved))
    } else {
      let place = saved.folder.isEmpty ? "in no folder" : "in \(saved.folder)"
      let tags = saved.tags.isEmpty ? "" : ", tagged \(saved.tags.joined(separator: ", "))"
      let owner = saved.owner.isEmpty ? "" : ", owned by \(saved.owner)"
      Output.line("\(saved.name) is \(place)\(tags)\(owner).")
    }
    return .done
  }

  static func list(_ line: Invocation) throws(Fault) -> ExitStatus {
    var segments = try SegmentCommands.desk(line).segments()
    if let wanted = line.value("folder") {
      let folder = wanted.split(separator: "/").joined(separator: "/")
      segments = segments.filter { $0.folder == folder || $0.folder.hasPrefix(folder + "/") }
    }
    if let owner = line.value("owner") { segments = segments.filter { $0.owner == owner } }
    for tag in line.all("tag") { segments = segments.filter { $0.tags.contains(tag) } }
    if line.globals.isJSON {
      try line.answer(.object([("segments", .array(segments.map(json)))]))
      return .done
    }
    // Columns that would be empty are left out.
    let hasFolders = segments.contains { !$0.folder.isEmpty }
    let hasTags = segments.contains { !$0.tags.isEmpty }
    let hasOwners = segments.contains { !$0.owner.isEmpty }
    var columns: [(String, TextTable.Alignment)] = [("name", .left)]
    if hasFolders { columns.append(("folder", .left)) }
    if hasTags { columns.append(("tags", .left)) }
    if hasOwners { columns.append(("owner", .left)) }
    columns += [("version", .right), ("size when saved", .right), ("segment", .left)]
    var table = TextTable(columns)
    for segment in segments.sorted(by: { ($0.folder, $0.name) < ($1.folder, $1.name) }) {
      var cells = [segment.name]
      if hasFolders { cells.append(segment.folder) }
      if hasTags { cells.append(segment.tags.joined(separator: ", ")) }
      if hasOwners { cells.append(segment.owner) }
      table.add(
        cells + [String(segment.version), segment.size.map(grouped) ?? "–", segment.text])
    }
    table.lines.forEach { Output.line($0) }
    return .done
  }

  private static func show(_ line: Invocation) throws(Fault) -> ExitStatus {
    let (desk, name) = (SegmentCommands.desk(line), line.operands[0])
    let saved =
      if let number = try line.version(1) {
        try desk.savedSegment(name, version: number)
      } else {
        try desk.savedSegment(name)
      }
    guard line.globals.isJSON else {
      Output.line(saved.text)
      return .done
    }
    try line.answer(.object(members(saved) + [("tree", SegmentTrees.json(of: saved.text))]))
    return .done
  }

  private static func history(_ line: Invocation) throws(Fault) -> ExitStatus {
    let versions = try SegmentCommands.desk(line).versions(of: line.operands[0])
    if line.globals.isJSON {
      try line.answer(.object([("versions", .array(versions.map { json($0, line.operands[0]) }))]))
      return .done
    }
    let zone = try line.globals.zone()
    var table = TextTable([
      ("version", .right), ("saved", .left), ("size", .right), ("note", .left), ("segment", .left),
    ])
    for version in versions {
      table.add([
        String(version.number), zone.iso8601(version.savedAt), version.size.map(grouped) ?? "–",
        version.note, version.text,
      ])
    }
    table.lines.forEach { Output.line($0) }
    return .done
  }

  private static func difference(_ line: Invocation) throws(Fault) -> ExitStatus {
    let terms = try line.globals.terms()
    let desk = SegmentCommands.desk(line)
    let name = line.operands[0]
    let newest = try desk.versions(of: name).first?.number ?? 1
    let text = line.value("with")
    let second = try line.version(2)
    guard text == nil || second == nil else {
      throw Fault(
        .usage, "--with", reason: "it stands in the place of V2, which is given as well",
        remedy: "Leave one of them out")
    }
    let first = try line.version(1) ?? (text == nil ? max(1, newest - 1) : newest)
    let answer = try desk.difference(
      of: name, from: .version(first),
      to: text.map { .text($0) } ?? second.map { .version($0) } ?? .newest, terms: terms)
    if line.globals.isJSON {
      try line.answer(.object(json(answer)), terms)
      return .done
    }
    Output.line("\(answer.old.label): \(answer.old.text)")
    Output.line("\(answer.new.label): \(answer.new.text)")
    Output.line()
    for condition in answer.added { Output.line("+ \(condition)") }
    for condition in answer.removed { Output.line("− \(condition)") }
    if answer.meansTheSame {
      Output.line("Both mean the same.")
    } else if answer.added.isEmpty, answer.removed.isEmpty {
      Output.line("The same conditions, joined differently.")
    }
    switch answer.effect {
    case .uncountable(let reason): Output.line(reason)
    case .counted(let members):
      Output.line()
      for text in ChangeLines.lines(members, answer.old.label, answer.new.label) {
        Output.line(text)
      }
    }
    return .done
  }

  // MARK: JSON

  private static func json(_ difference: DefinitionDifference)
    -> [(key: String, value: JSON)]
  {
    func definition(_ definition: ComparedDefinition) -> JSON {
      .object([("label", .string(definition.label)), ("text", .string(definition.text))])
    }
    let (members, obstacle): (JSON, JSON) =
      switch difference.effect {
      case .uncountable(let reason): (.null, .string(reason))
      case .counted(let change):
        (
          .object([
            ("before", .count(change.before)), ("after", .count(change.after)),
            ("entered", .count(change.entered)), ("left", .count(change.left)),
            ("stayed", .count(change.stayed)),
          ]), .null
        )
      }
    return [
      ("old", definition(difference.old)), ("new", definition(difference.new)),
      ("added", .array(difference.added.map { JSON.string($0) })),
      ("removed", .array(difference.removed.map { JSON.string($0) })),
      ("same_meaning", .boolean(difference.meansTheSame)),
      ("not_counted", obstacle), ("members", members),
    ]
  }

  private static func json(_ segment: SavedSegment) -> JSON { .object(members(segment)) }

  private static func members(_ segment: SavedSegment) -> [(key: String, value: JSON)] {
    [
      ("name", .string(segment.name)), ("version", .count(segment.version)),
      ("text", .string(segment.text)), ("note", .string(segment.note)),
      ("folder", .string(segment.folder)), ("owner", .string(segment.owner)),
      ("tags", .array(segment.tags.map { JSON.string($0) })),
      ("saved_at", .string(segment.savedAt.iso8601)),
      ("size", segment.size.map { JSON.count($0) } ?? .null),
    ]
  }

  private static func json(_ version: SegmentVersion, _ name: String) -> JSON {
    .object([
      ("name", .string(name)), ("version", .count(version.number)),
      ("text", .string(version.text)), ("note", .string(version.note)),
      ("saved_at", .string(version.savedAt.iso8601)),
      ("size", version.size.map { JSON.count($0) } ?? .null),
    ])
  }
}

extension Invocation {
  /// The tags given, each option with one or several between commas; nil without any.
  fileprivate var tags: [String]? {
    has("tag") ? all("tag").flatMap { $0.split(separator: ",").map(String.init) } : nil
  }

  fileprivate func version(_ operand: Int) throws(Fault) -> Int? {
    guard operands.indices.contains(operand) else { return nil }
    guard let number = Int(operands[operand]) else {
      throw Fault(
        .usage, "“\(operands[operand])”", reason: "it is not the number of a version",
        remedy: "`parterre segment history NAME` lists the versions")
    }
    return number
  }
}
