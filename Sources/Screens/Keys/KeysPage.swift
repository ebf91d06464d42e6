/// The page of all keys as Markdown: what `docs/keys.md` has.
package enum KeysPage {
  package static func markdown(_ keymap: Keymap = Keymap()) -> String {
    var lines = [
      "# Keys", "",
      "This page is made from the key tables of the program. Every key of an action can be changed in",
      "`config.toml` by the action's name: `[keys]` and then, for example,",
      "`\"segment.add\" = [\"a\"]`. Those of texts, lists and pages, at the end, stay as they are.",
    ]
    for context in KeyContext.allCases where !keymap.bindings(context).isEmpty {
      lines += [
        "", "## \(context.title)", "", "| keys | what it does | action |", "| --- | --- | --- |",
      ]
      for binding in keymap.bindings(context) {
        let keys = binding.keys.map { "`" + escaped($0) + "`" }.joined(separator: " ")
        lines.append("| \(keys) | \(binding.title) | `\(binding.action.rawValue)` |")
      }
    }
    for inside in InsideKeys.allCases {
      lines += ["", "## \(inside.title)", "", "| keys | what it does |", "| --- | --- |"]
      for (names, title) in inside.keys {
        lines.append(
          "| \(names.map { "`" + escaped($0) + "`" }.joined(separator: " ")) | \(title) |")
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func escaped(_ key: String) -> String { key == "|" ? "\\|" : key }
}
