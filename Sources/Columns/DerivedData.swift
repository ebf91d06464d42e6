/// Something that is made from columns to answer faster, and can always be made again.
package protocol DerivedData: Sendable {
  /// About how much memory it takes.
  var byteCount: Int { get }
}
