/// The part of a host that somebody registered: `shop.example.co.uk` belongs to `example.co.uk`.
///
/// The full list of public suffixes changes weekly and is not part of the product; a small list
/// of suffixes with two labels covers what advertisers' referrers show.
package enum RegistrableDomain {
  /// Returns the range of the registrable domain within a host in small letters.
  ///
  /// An IP address or a host of one label is its own.
  package static func range(in host: Span<UInt8>) -> Range<Int> {
    let suffix = suffixStart(in: host)
    guard suffix > 1 else { return 0..<host.count }
    var start = suffix - 1
    while start > 0, host[start - 1] != UInt8(ascii: ".") { start -= 1 }
    return start..<host.count
  }

  /// True where both hosts belong to one registrable domain.
  package static func isSame(_ a: Span<UInt8>, _ b: Span<UInt8>) -> Bool {
    TextBytes.isEqual(a.extracting(range(in: a)), b.extracting(range(in: b)))
  }

  /// Where the public suffix begins; 0 where the host has none.
  static func suffixStart(in host: Span<UInt8>) -> Int {
    guard host.count > 0, !TextBytes.isDigit(host[host.count - 1]), host[0] != 0x5B else {
      return 0
    }
    guard let last = dot(before: host.count, in: host) else { return 0 }
    guard let second = dot(before: last, in: host) else { return last + 1 }
    let two = host.extracting((second + 1)..<host.count)
    return isTwoLevel(two) ? second + 1 : last + 1
  }

  private static func dot(before end: Int, in host: Span<UInt8>) -> Int? {
    var index = end - 1
    while index >= 0, host[index] != UInt8(ascii: ".") { index -= 1 }
    return index > 0 ? index : nil
  }

  private static func isTwoLevel(_ suffix: Span<UInt8>) -> Bool {
    guard suffix.count <= 16 else { return false }
    return twoLevel.contains { TextBytes.isEqual(suffix, ignoringCaseOf: $0) }
  }

  private static let twoLevel: [[UInt8]] = """
    co.uk org.uk ac.uk gov.uk ltd.uk plc.uk me.uk com.au net.au org.au edu.au gov.au co.nz org.nz \
    net.nz co.jp ne.jp or.jp ac.jp co.kr or.kr com.br net.br org.br gov.br com.mx com.ar com.co \
    com.pe com.ve com.tr org.tr com.cn net.cn org.cn com.hk com.tw com.sg com.my com.ph co.th \
    co.id co.in net.in org.in co.za org.za co.il org.il com.ua com.pl net.pl org.pl com.pt com.gr \
    co.at or.at ac.at gv.at co.hu com.ro com.cy com.mt com.eg com.sa com.vn com.pk com.bd com.ng \
    co.ke com.gh com.ec com.uy com.py com.bo com.gt com.do com.es org.es nom.es com.ru github.io \
    pages.dev netlify.app vercel.app blogspot.com herokuapp.com web.app myshopify.com
    """.split(separator: " ").map { Array($0.utf8) }
}
