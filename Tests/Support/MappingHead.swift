/// The head of a feed's mapping: what its rows are, and by which columns they are of whom.
///
/// What else a row has is written after it. Where rows are events, their type is in the column
/// `event` unless all of them are of the type `constant`.
package func mappingHead(
  of kinds: [String] = ["event"], by identifiers: KeyValuePairs<String, String>,
  constant: String? = nil, time: String? = "time", key: String? = nil, format: String = "csv"
) -> String {
  var lines = ["[feed]", "format = \"\(format)\"", "[row]", "kinds = \(kinds)"]
  if kinds.contains("event") {
    lines.append(
      "event = { " + (constant.map { "constant = \"\($0)\"" } ?? "column = \"event\"") + " }")
  }
  if let time { lines.append("time = { column = \"\(time)\" }") }
  if let key { lines.append("key = [\"\(key)\"]") }
  for (namespace, column) in identifiers {
    lines += ["[[identifier]]", "namespace = \"\(namespace)\"", "column = \"\(column)\""]
  }
  return lines.map { $0 + "\n" }.joined()
}
