import Basis
import Engine
import Formats

/// Making, checking and caring for a workspace.
enum WorkspaceCommands {
  static let all: [CommandSpec] = [
    CommandSpec(
      "init", "make an empty workspace", operands: "[PATH]", count: 0...1,
      options: [
        CommandSpec.option("time-zone", "ZONE", "the zone whose days count (UTC)"),
        CommandSpec.flag("passphrase", "lock the workspace's key with a passphrase"),
      ],
      discussion: """
        The key that opens sealed values lies in the file `key`, which only you can read. With
        --passphrase it is locked as well: the passphrase comes from PARTERRE_PASSPHRASE, or is asked
        for on the terminal, here and by every later command.
        """,
      examples: [
        "parterre init shop", "parterre -w shop init --time-zone Europe/Berlin --passphrase",
      ],
      run: { (line) throws(Fault) in
        let path = line.operands.first ?? line.globals.workspace
        let zone = try Zone.named(line.value("time-zone") ?? "UTC").name
        let passphrase = line.has("passphrase") ? try PassphrasePrompt.new() : nil
        try Workspace.create(
          at: path, zone: zone, passphrase: passphrase, now: SystemClock.now())
        if line.globals.isJSON {
          try line.answer(.object([("workspace", .string(path))]))
        } else {
          Output.line("Made an empty workspace in \(path).")
        }
        return .done
      })
  ]
}
