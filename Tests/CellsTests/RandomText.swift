import Basis
import Support

/// What random tests write: narrow, wide, combining, joined, hostile.
let awkward = "ab Zé日本🌹e\u{301}\u{200D}👨\u{FE0F}\u{1B}\u{202E}\t\n한\u{9B}ｶ🇩\u{300}…–0,"

extension Seeded {
  mutating func awkwardText(upTo longest: Int = 14) -> String {
    text(of: awkward, upTo: longest)
  }
}
