internal import Formats

/// The products of an order as tracking calls list them:
/// `[{"product_id": "a1", "price": 19.9, "quantity": 2}, …]`.
struct ProductList {
  /// What each product is called, in their order: its id, else its stock number, else its name.
  private(set) var names: [String] = []
  /// How many pieces there are; a product that says no quantity is one.
  private(set) var quantity: Int64 = 0
  /// Prices by quantities in hundredths; nil where a product says no price.
  private(set) var amount: Int64? = 0

  /// What `meaning` a rule must have for its text to be read as such a list.
  static let namesMeaning = "products"
  static let quantityMeaning = "products_quantity"
  static let amountMeaning = "products_value"
  static let meanings = [namesMeaning, quantityMeaning, amountMeaning]

  /// Reads a list; what in it is no product is passed over.
  init(_ text: Span<UInt8>) {
    guard Self.isList(text) else {
      amount = nil
      return
    }
    for range in JSONElements.ranges(of: 0..<text.count, in: text) {
      guard let leaves = try? JSONLeaves.read(text.extracting(range)) else { continue }
      add(leaves)
    }
    if names.isEmpty, quantity == 0 { amount = nil }
  }

  private static func isList(_ text: Span<UInt8>) -> Bool {
    text.count >= 2 && text[0] == UInt8(ascii: "[") && text[text.count - 1] == UInt8(ascii: "]")
  }

  private mutating func add(_ leaves: [JSONLeaf]) {
    func leaf(_ path: String) -> [UInt8]? {
      leaves.first { $0.path == path && $0.kind != .null && !$0.text.isEmpty }?.text
    }
    if let name = leaf("product_id") ?? leaf("sku") ?? leaf("name") {
      names.append(String(decoding: name, as: UTF8.self))
    }
    let count =
      leaf("quantity").flatMap { text in
        try? NumberText.integer(text.span, decimal: .point)
      } ?? 1
    let price = leaf("price").flatMap { text in
      try? NumberText.scaled(text.span, places: 2, decimal: .point)
    }
    let (pieces, hasOverflown) = quantity.addingReportingOverflow(count)
    if !hasOverflown { quantity = pieces }
    guard let sum = amount, let price else {
      amount = nil
      return
    }
    let (part, isTooMuch) = price.multipliedReportingOverflow(by: count)
    let (total, isBeyond) = sum.addingReportingOverflow(part)
    amount = isTooMuch || isBeyond ? nil : total
  }
}
