/// Every command, in the order in which the help lists them.
enum Commands {
  static let all: [CommandSpec] =
    WorkspaceCommands.all + SampleCommands.all + SourceCommands.all + FeedAuditCommands.all
    + IngestCommands.all + TaxonomyCommands.all
    + SegmentCommands.all + ConsentCommands.all + ExportCommands.all + CareCommands.all
}
