import Basis
import Engine
import Formats

/// Making, checking and caring for a workspace.
enum WorkspaceCommands {
  static let all: [CommandSpec] = [
    CommandSpec(
      "init", "make an empty workspace", operands: "[PATH]", count: 0...1,
      options: [CommandSpec.option("time-zone", "ZONE", "the zone whose days count (UTC)")],
      run: { (line) throws(Fault) in
        let path = line.operands.first ?? line.globals.workspace
        let zone = try Zone.named(line.value("time-zone") ?? "UTC").name
        try Workspace.create(at: path, zone: zone, now: SystemClock.now())
        if line.globals.isJSON {
          Output.json(.object([("workspace", .string(path))]))
        } else {
          Output.line("Made an empty workspace in \(path).")
        }
        return .done
      })
  ]
}
