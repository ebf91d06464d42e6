import Basis
import Formats
import Testing

@Suite("Time guess") struct TimeGuessTests {
  @Test(
    "the format that fits all samples is found",
    arguments: [
      (["2026-11-21T14:03:00Z", "2026-11-22"], "iso8601"),
      (["21.11.2026", "01.12.2026"], "dd.MM.yyyy"),
      (["21.11.2026 14:03", ""], "dd.MM.yyyy HH:mm"), (["11/21/2026", "01/02/2026"], "MM/dd/yyyy"),
      (["21/11/2026 14:03:00"], "dd/MM/yyyy HH:mm:ss"), (["1795269780"], "epoch"),
      (["1795269780123"], "epoch_ms"),
      (["1795269780123456"], "epoch_us"), (["Sat, 21 Nov 2026 14:03:00 +0100"], "rfc2822"),
      (["21 Nov 2026", "3 März 2026"], "d MMM yyyy"), (["Nov 21, 2026"], "MMM d, yyyy"),
      (["21.11.26"], "dd.MM.yy"),
      (["20261121140300"], "yyyyMMddHHmmss"), (["11/21/2026 2:03 PM"], "MM/dd/yyyy hh:mm a"),
      (["2026/11/21 14:03"], "yyyy/MM/dd HH:mm"),
      (["abc"], nil), (["21.11.2026", "x"], nil), ([""], nil), (["12345"], nil), (["2026325"], nil),
      (["4006381333931"], nil), (["20261121"], "iso8601"),
    ] as [([String], String?)])
  func formats(samples: [String], name: String?) {
    #expect(TimeFormat.guess(samples: samples)?.format.name == name)
  }

  @Test("an order of day and month that no sample decides is told")
  func ambiguity() {
    let open = TimeFormat.guess(samples: ["01/02/2026", "03/04/2026"])
    #expect(open?.isOrderAmbiguous == true)
    #expect(open?.alternative?.name == "dd/MM/yyyy")
    let decided = TimeFormat.guess(samples: ["01/02/2026", "03/14/2026"])
    #expect(decided?.isOrderAmbiguous == false)
    #expect(decided?.isDateOnly == true)
  }
}
