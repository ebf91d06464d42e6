/// Every command, in the order in which the help lists them.
enum Commands {
  static let all: [CommandSpec] = [
    WorkspaceCommands.all,
    SampleCommands.all,
    SourceCommands.all,
    FeedAuditCommands.all,
    IngestCommands.all,
    TaxonomyCommands.all,
    IdentityCommands.all,
    SegmentCommands.all,
    SQLCommand.all,
    ConsentCommands.all,
    PrivacyCommands.all,
    ExportCommands.all,
    ReportCommands.all,
    CareCommands.all,
    AuditCommands.all,
    DoctorCommand.all,
    ShellCommands.all,
  ].flatMap { $0 }
}
