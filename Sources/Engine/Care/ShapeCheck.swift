internal import Basis
internal import Storage

/// What a check says of tables that something else than Parterre took away or changed.
struct ShapeCheck {
  /// Why nothing else can be checked: tables or columns are gone.
  let missing: [String]
  let others: [String]

  init(_ catalogue: Catalogue) throws(Fault) {
    let problems = try catalogue.shapeProblems()
    missing = problems.missing.map(Self.sentence)
    others = problems.others.map(Self.sentence)
  }

  private static func sentence(_ problem: String) -> String {
    "\(problem): the file “\(Workspace.catalogueName)” was changed by something else than Parterre; "
      + "restore a backup with `parterre restore`"
  }
}

extension QuestionDesk {
  /// Checks that all tables are there, which opening a workspace does not tell.
  func shapeCheck() throws(Fault) -> ShapeCheck {
    try ShapeCheck(try Workspace(path: path, for: .read).catalogue)
  }
}
