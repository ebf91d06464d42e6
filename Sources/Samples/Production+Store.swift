internal import Basis

/// The tills of the stores: receipts of one or more lines, by the clocks of Berlin.
extension Production {
  static let storeHeader =
    "Belegnummer;Position;Datum;Filiale;Kundenkarte;Warengruppe;Artikel;Menge;Betrag"

  /// Sells something in a store, mostly to someone with a card.
  mutating func sellInStore(at second: Int, _ random: inout Seeded) {
    receipts += 1
    var person = world.person(world.active(&random))
    for _ in 0..<4 where !person.hasLoyaltyCard { person = world.person(world.active(&random)) }
    var card = person.hasLoyaltyCard ? world.loyaltyID(person.index) : ""
    // Cashiers scan a card of their own for customers who have none.
    let isCashiers = card.isEmpty && random.below(100) < 8
    if isCashiers { card = "0000000000000" }
    let branch = random.pick(Words.stores)
    let broken = random.below(1_000) < 8
    let lines = 1 + random.below(4)
    for line in 1...lines {
      let product = random.pick(Product.all)
      let quantity = random.below(100) < 2 ? -1 : 1 + (random.chance(0.2) ? random.below(5) : 0)
      store.text.append("B\(260_000_000 + receipts);\(line);")
      if broken {
        store.text.append("31.02.2026 10:15:00")
        store.note(.brokenDate)
      } else {
        let (date, time) = Calendar.berlin(second)
        store.text.append(germanDate: date)
        store.text.append(" ")
        store.text.append(time: time)
      }
      if isCashiers { store.note(.emptyIdentifier) }
      store.text.append(";\(branch);\(card);\(product.germanCategory);\(product.name);")
      store.text.append(quantity)
      store.text.append(";")
      store.text.append(cents: product.cents * quantity, point: UInt8(ascii: ","))
      store.endRow(&random)
    }
  }
}
