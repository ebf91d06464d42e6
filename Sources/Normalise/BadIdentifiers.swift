internal import Basis

/// Identifiers that stand for nobody in particular: those that systems write where they know nothing,
/// which no feed can bring in, and a workspace's own list.
///
/// The list is asked when people are made of identifiers, never when a feed is read, so that a change
/// of it answers as if it had always been so.
package struct BadIdentifiers: Sendable, Equatable {
  /// Why an identifier is bad whatever the list says.
  package enum Kind: String, Hashable, Sendable, CaseIterable {
    case zero = "all_zero"
    case repeated = "one_digit_repeated"
    case placeholder = "placeholder"
    case testAddress = "test_address"
    case unroutable = "unroutable_address"
  }

  /// One line of the list: a value, or a glob with `*` and `?`, in one namespace or in all.
  package struct Rule: Sendable, Hashable {
    package let namespace: String?
    package let pattern: String

    package init(namespace: String? = nil, pattern: String) {
      (self.namespace, self.pattern) = (namespace, pattern)
    }
  }

  private struct Pattern: Sendable, Equatable {
    let namespace: String?
    let bytes: [UInt8]
  }

  /// Exact values by the hash of their lower-case bytes.
  private var exact: [UInt64: [Pattern]] = [:]
  private var globs: [Pattern] = []

  /// Makes a workspace's own list, compared without regard to case.
  package init(_ rules: [Rule] = []) {
    for rule in rules {
      let bytes = Array(rule.pattern.lowercased().utf8)
      let namespace = rule.namespace.map { IdentifierNamespace($0).name }
      let pattern = Pattern(namespace: namespace, bytes: bytes)
      if bytes.contains(UInt8(ascii: "*")) || bytes.contains(UInt8(ascii: "?")) {
        globs.append(pattern)
      } else {
        exact[Hash64.of(bytes.span), default: []].append(pattern)
      }
    }
  }

  /// Whether the list has nothing in it.
  package var isEmpty: Bool { exact.isEmpty && globs.isEmpty }

  /// The namespaces that the list names.
  package var namespaces: Set<String> {
    Set((exact.values.joined() + globs).compactMap(\.namespace))
  }

  /// Whether the list may name any identifier of a namespace.
  package func concerns(_ namespace: String) -> Bool {
    let all = exact.values.joined() + globs
    return all.contains { $0.namespace == nil || $0.namespace == namespace }
  }

  /// The values of a namespace that the list names in full, in lower case.
  package func values(of namespace: String) -> [[UInt8]] {
    exact.values.joined().filter { $0.namespace == nil || $0.namespace == namespace }
      .map(\.bytes)
  }

  /// Why a canonical value is bad whatever the list says; nil where it is not.
  static func kind(of value: Span<UInt8>, in namespace: IdentifierNamespace) -> Kind? {
    if isZero(value) { return .zero }
    switch namespace.form {
    case .email: if isTestAddress(value) { return .testAddress }
    case .uuid, .digest: if isRepeated(value, from: 0) { return .repeated }
    case .phone: if isRepeated(value, from: 3) { return .repeated }
    case .address: if NetworkAddress.isUnroutable(value) { return .unroutable }
    case .plain, .uid2: break
    }
    return isPlaceholder(value) ? .placeholder : nil
  }

  /// Whether the list names a canonical value.
  package func name(_ value: Span<UInt8>, in namespace: String) -> Bool {
    if isEmpty { return false }
    var lowered: [UInt8] = []
    lowered.reserveCapacity(value.count)
    LetterCase.appendLowered(value, into: &lowered)
    let same = exact[Hash64.of(lowered.span)] ?? []
    for pattern in same where pattern.bytes == lowered {
      if pattern.namespace == nil || pattern.namespace == namespace { return true }
    }
    return globs.contains { glob in
      (glob.namespace == nil || glob.namespace == namespace)
        && Self.matches(lowered.span, glob: glob.bytes.span)
    }
  }

  /// True for nothing but zeros and hyphens.
  private static func isZero(_ value: Span<UInt8>) -> Bool {
    for index in 0..<value.count where value[index] != 0x30 && value[index] != 0x2D {
      return false
    }
    return true
  }

  /// True where one and the same letter or digit fills the value from `start` on.
  private static func isRepeated(_ value: Span<UInt8>, from start: Int) -> Bool {
    guard value.count > start + 1 else { return false }
    let first = value[start]
    for index in start..<value.count where value[index] != first && value[index] != 0x2D {
      return false
    }
    return true
  }

  private static let placeholders: [[UInt8]] = [
    "-1", "null", "<nil>", "nil", "none", "n/a", "na", "nan", "undefined", "unknown", "anonymous",
    "anon", "guest", "false", "true", "[]", "{}", "(null)", "(none)", "(not set)", "not set", "0",
    "test", "lmy47d", "[object object]", "unbekannt", "keine", "k.a.", "k. a.", "xxx", "#n/a",
    "optout", "opt_out", "redacted",
  ].map { Array($0.utf8) }

  /// Placeholders of up to eight bytes as one word each, so that a short id costs a few nanoseconds.
  private static let shortPlaceholders = placeholders.filter { $0.count <= 8 }
    .map { word in word.reduce(UInt64(0)) { $0 << 8 | UInt64($1) } }
  private static let longPlaceholders = placeholders.filter { $0.count > 8 }

  /// True for the words that systems write where they know nothing.
  static func isPlaceholder(_ value: Span<UInt8>) -> Bool {
    guard value.count <= 16 else { return false }
    guard value.count <= 8 else {
      return longPlaceholders.contains { TextBytes.isEqual(value, ignoringCaseOf: $0) }
    }
    var word: UInt64 = 0
    for index in 0..<value.count { word = word << 8 | UInt64(TextBytes.lowered(value[index])) }
    return shortPlaceholders.contains(word)
  }

  /// Names that nobody has, whatever the domain.
  private static let robotNames: [[UInt8]] = ["noreply", "no-reply", "donotreply", "do-not-reply"]
    .map { Array($0.utf8) }

  private static let testNames: [[UInt8]] = [
    "test", "tester", "testing", "nobody", "none", "null", "asdf", "qwertz", "qwerty", "abc",
    "foo", "aaa", "a", "xxx", "na", "no", "email", "dummy", "user",
  ].map { Array($0.utf8) }

  private static let testDomains: [[UInt8]] = ["test", "none", "bar", "domain", "email"]
    .map { Array($0.utf8) }

  /// True for addresses such as `test@test.com`, `asdf@asdf.de` and those of robots.
  private static func isTestAddress(_ value: Span<UInt8>) -> Bool {
    var at = 0
    while at < value.count, at <= 12, value[at] != UInt8(ascii: "@") { at += 1 }
    guard at <= 12, at < value.count else { return false }
    let name = value.extracting(0..<at)
    if robotNames.contains(where: { TextBytes.isEqual(name, ignoringCaseOf: $0) }) { return true }
    guard testNames.contains(where: { TextBytes.isEqual(name, ignoringCaseOf: $0) }) else {
      return false
    }
    var dot = at + 1
    while dot < value.count, value[dot] != UInt8(ascii: ".") { dot += 1 }
    let domain = value.extracting((at + 1)..<dot)
    return TextBytes.isEqual(domain, name)
      || testDomains.contains { TextBytes.isEqual(domain, ignoringCaseOf: $0) }
  }

  /// Matches a glob with `*` and `?` in time that is linear but for the stars.
  static func matches(_ value: Span<UInt8>, glob: Span<UInt8>) -> Bool {
    var (index, position) = (0, 0)
    var star = -1
    var resume = 0
    while index < value.count {
      let wanted = position < glob.count ? glob[position] : 0
      if position < glob.count, wanted == UInt8(ascii: "*") {
        (star, resume) = (position, index)
        position += 1
      } else if position < glob.count, wanted == UInt8(ascii: "?") || wanted == value[index] {
        (index, position) = (index + 1, position + 1)
      } else if star >= 0 {
        resume += 1
        (index, position) = (resume, star + 1)
      } else {
        return false
      }
    }
    while position < glob.count, glob[position] == UInt8(ascii: "*") { position += 1 }
    return position == glob.count
  }
}
