/// Every command, in the order in which the help lists them.
enum Commands {
  static let all: [CommandSpec] = [
    WorkspaceCommands.all,
    SampleCommands.all,
    SourceCommands.all,
    IngestCommands.all,
    IdentityCommands.all,
    SegmentCommands.all,
    SQLCommand.all,
    ConsentCommands.all,
    PrivacyCommands.all,
    ExportCommands.all,
    ReportCommands.all,
    CareCommands.all,
    ShellCommands.all,
  ].flatMap { $0 }
}
