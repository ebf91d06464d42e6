/// Numbers with what they count.
package enum Counted {
  /// `1 row`, `2 rows`; `figure` is the number as it is written where that is not its digits alone.
  package static func text(
    _ count: Int, _ one: String, _ many: String? = nil, figure: String? = nil
  ) -> String {
    "\(figure ?? String(count)) \(count == 1 ? one : many ?? one + "s")"
  }
}
