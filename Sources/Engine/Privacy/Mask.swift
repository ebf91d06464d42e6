/// Personal values as they are shown to somebody who has not asked to see them.
enum Mask {
  static func masked(_ text: String, namespace: String) -> String {
    if namespace == "email", let at = text.firstIndex(of: "@") {
      let domain = text[text.index(after: at)...]
      let ending = domain.lastIndex(of: ".").map { domain[$0...] } ?? ""
      return "\(text.prefix(1))•••@\(domain.prefix(1))•••\(ending)"
    }
    if namespace == "phone" { return "\(text.prefix(3))•••\(text.suffix(2))" }
    return text.count <= 6 ? "\(text.prefix(1))•••" : "\(text.prefix(3))•••\(text.suffix(2))"
  }
}
