import Cells
import Testing

@Suite("Figures") struct FigureTests {
  @Test("counts have thousands separators and changes their sign")
  func counts() {
    #expect(Figure.count(0) == "0")
    #expect(Figure.count(184203) == "184,203")
    #expect(Figure.count(-1_000_000) == "−1,000,000")
    #expect(Figure.count(Int.min) == "−9,223,372,036,854,775,808")
    #expect(Figure.count(nil) == "–")
    #expect(Figure.change(12408) == "+12,408")
    #expect(Figure.change(-1) == "−1")
    #expect(Figure.change(0) == "±0")
  }

  @Test(
    "short figures take a suffix",
    arguments: [
      (0.0, "0"), (7, "7"), (0.25, "0.25"), (12.34, "12.3"), (999, "999"), (999.6, "1.0k"),
      (12_400, "12.4k"), (99_960, "100k"), (999_600, "1.0M"), (3_100_000, "3.1M"),
      (-4_200, "−4.2k"), (7e9, "7.0G"), (5e15, "5000T"),
    ] as [(Double, String)])
  func short(value: Double, text: String) {
    #expect(Figure.short(value) == text)
  }

  @Test("shares have one decimal, unknown is a dash")
  func shares() {
    #expect(Figure.percent(0.184) == "18.4 %")
    #expect(Figure.percent(1, of: 0) == "–")
    #expect(Figure.percent(-0.0001) == "0.0 %")
    #expect(Figure.percentChange(0.61) == "+61.0 %")
    #expect(Figure.percentChange(-0.032) == "−3.2 %")
    #expect(Figure.percentChange(0) == "±0.0 %")
    #expect(Figure.percent(.nan) == "–")
    #expect(Figure.times(2.14) == "×2.1")
  }

  @Test("durations use the unit that reads best")
  func durations() {
    #expect(Figure.duration(seconds: 0.0008) == "0.8 ms")
    #expect(Figure.duration(seconds: 0.34) == "340 ms")
    #expect(Figure.duration(seconds: 4.2) == "4.2 s")
    #expect(Figure.duration(seconds: 187) == "3:07")
    #expect(Figure.duration(seconds: 7500) == "2 h 05 m")
    #expect(Figure.duration(seconds: 273_600) == "3 d 4 h")
    #expect(Figure.duration(seconds: nil) == "–")
    #expect(Figure.ago(seconds: 300) == "5 m ago")
    #expect(Figure.ago(seconds: -7200) == "in 2 h")
    #expect(Figure.bytes(1_400_000) == "1.4 MB")
    #expect(Figure.bytes(12) == "12 B")
  }
}
