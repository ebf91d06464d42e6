/// Every command.
enum Commands {
  /// In the order in which the help lists them; commands that begin with one word are of one part.
  ///
  /// Each part is made when it is asked for, since a process needs a single command and reports alone
  /// take longer to describe than a question to answer.
  static let parts: [@Sendable () -> [CommandSpec]] = [
    { WorkspaceCommands.all },
    { SampleCommands.all },
    { SourceCommands.all + SourceRemovalCommands.all },
    { FeedAuditCommands.all },
    { IngestCommands.all },
    { TaxonomyCommands.all },
    { IdentityCommands.all + IdentityDecisionCommands.all + LinkageCommands.all },
    { SegmentCommands.all },
    { ModelCommands.all },
    { SQLCommand.all },
    { ConsentCommands.all + ConsentProofCommands.all },
    { PrivacyCommands.all },
    { ExportCommands.all },
    { ReportCommands.all },
    { BudgetCommands.all },
    { CareCommands.all },
    { AuditCommands.all },
    { DoctorCommand.all },
    { ShellCommands.all },
  ]

  static let all: [CommandSpec] = parts.flatMap { $0() }

  /// Those that begin with a word.
  static func beginning(with word: String?) -> [CommandSpec] {
    for part in parts {
      let commands = part().filter { $0.words.first == word }
      if !commands.isEmpty { return commands }
    }
    return []
  }
}
