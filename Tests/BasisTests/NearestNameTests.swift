import Basis
import Testing

@Suite("Nearest name") struct NearestNameTests {
  @Test("a slip finds what was meant, and nonsense finds nothing")
  func slips() {
    let names = ["purchase", "product_view", "page_view"]
    #expect(NearestName.to("purchse", among: names) == "purchase")
    #expect(NearestName.to("prodcut_view", among: names) == "product_view")
    #expect(NearestName.to("PAGE_VIEW", among: names) == "page_view")
    #expect(NearestName.to("page", among: names) == "page_view")
    #expect(NearestName.to("zebra", among: names) == nil)
    #expect(NearestName.to("x", among: [String]()) == nil)
  }
}
