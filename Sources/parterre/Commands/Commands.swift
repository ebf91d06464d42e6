/// Every command, in the order in which the help lists them.
enum Commands {
  static let all: [CommandSpec] = [
    WorkspaceCommands.all,
    SampleCommands.all,
    SourceCommands.all,
    FeedAuditCommands.all,
    IngestCommands.all,
    TaxonomyCommands.all,
    IdentityCommands.all, IdentityDecisionCommands.all,
    LinkageCommands.all,
    SegmentCommands.all,
    ModelCommands.all,
    SQLCommand.all,
    ConsentCommands.all, ConsentProofCommands.all,
    PrivacyCommands.all,
    ExportCommands.all,
    ReportCommands.all,
    BudgetCommands.all,
    CareCommands.all,
    AuditCommands.all,
    DoctorCommand.all,
    ShellCommands.all,
  ].flatMap { $0 }
}
