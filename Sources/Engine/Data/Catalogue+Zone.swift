package import Basis
package import Formats
internal import Storage

extension Catalogue {
  /// The zone whose days count in this workspace.
  func zone() throws(Fault) -> Zone { try Zone.named(try setting("time_zone") ?? "UTC") }
}

extension QuestionDesk {
  /// The zone whose days count in the workspace, and in which people read its times.
  package func zone() throws(Fault) -> Zone {
    try reading { (workspace) throws(Fault) in try workspace.catalogue.zone() }
  }
}
