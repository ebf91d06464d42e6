internal import Activation
internal import Basis

/// What the destinations make of an identifier, which is how it stands in delivered files.
struct DestinationSpellings {
  private let destinations: [DestinationSpec]

  init(_ list: DestinationList) { destinations = list.all.map(\.destination) }

  /// Every cell that a destination is given of an identifier.
  func cells(of value: String, in namespace: String) -> [String] {
    var cells: [String] = []
    for destination in destinations {
      let isOfKind = destination.columns.map { $0.origin == .identifier(namespace) }
      guard isOfKind.contains(true) else { continue }
      var values = PersonValues()
      for isOwn in isOfKind { if isOwn { values.append(value) } else { values.appendNothing() } }
      var encoder = RowEncoder(destination)
      for (cell, isOwn) in zip(encoder.cells(values) ?? [], isOfKind) where isOwn {
        cells.append(cell)
      }
    }
    return cells
  }
}
