import Activation
import Testing

/// One person as a workspace knows her.
enum Golden {
  static let values: [DestinationSpec.Origin: String] = [
    .identifier("email"): " Mary.Smith+News@Gmail.com ", .identifier("phone"): "+1 (800) 555-0100",
    .identifier("gaid"): "38400000-8CF0-11BD-B23E-10B96E40000D",
    .identifier("user_id"): "u-17", .attribute("first_name"): "Mary",
    .attribute("last_name"): "Smith", .attribute("city"): "San Francisco",
    .attribute("state"): "CA", .attribute("country"): "US", .attribute("postcode"): "94107-1234",
  ]

  static func person(
    _ destination: DestinationSpec, _ values: [DestinationSpec.Origin: String] = values
  ) -> PersonValues {
    var person = PersonValues()
    person.country = Array((values[.attribute("country")] ?? "").utf8)
    for column in destination.columns {
      if column.place == 0, let value = values[column.origin] {
        person.append(value)
      } else {
        person.appendNothing()
      }
    }
    return person
  }

  static func lines(
    _ destination: DestinationSpec, _ people: [DestinationSpec.Origin: String]...,
    extent: RowEncoder.Extent = .everything
  ) -> [String] {
    var encoder = RowEncoder(destination)
    var bytes = encoder.header
    for values in people {
      _ = encoder.encode(person(destination, values), extent, into: &bytes)
    }
    return String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline).map(
      String.init)
  }

  static func builtIn(_ name: String) throws -> DestinationSpec {
    try #require(BuiltInDestinations.all.first { $0.name == name })
  }
}
