/// The Global Privacy Control: a browser's wish that data be neither sold nor shared.
package enum PrivacyControl {
  /// Whether the request header `Sec-GPC` expresses the wish; anything but `1` expresses nothing.
  package static func isExpressed(header: Span<UInt8>) -> Bool {
    header.count == 1 && header[0] == UInt8(ascii: "1")
  }

  /// Whether an event's field expresses it; scripts write the browser's property as true or 1.
  package static func isExpressed(property: Span<UInt8>) -> Bool {
    if isExpressed(header: property) { return true }
    let wanted: [UInt8] = [116, 114, 117, 101]
    guard property.count == wanted.count else { return false }
    for index in wanted.indices where property[index] | 32 != wanted[index] { return false }
    return true
  }
}
