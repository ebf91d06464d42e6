import Basis
import Consent
import Sealing
import Support
import Testing

@Suite("Ledger chain") struct LedgerChainTests {
  static func chain(_ count: Int) -> (links: [ChainLink], chain: LedgerChain) {
    var chain = LedgerChain(name: "consent")
    let links = (0..<count).map { chain.append(Array("entry \($0)".utf8)) }
    return (links, chain)
  }

  static func findings(
    _ links: [ChainLink], roots: [LedgerRoot] = [], expected: UInt64? = nil
  ) -> [ChainFinding] {
    var verifier = ChainVerifier(name: "consent", roots: roots, expectedCount: expected)
    for link in links { verifier.check(link) }
    return verifier.finish()
  }

  @Test("an untouched chain has nothing wrong, at any length", arguments: [0, 1, 2, 7, 8, 33])
  func untouched(count: Int) {
    let (links, chain) = Self.chain(count)
    #expect(Self.findings(links, roots: [chain.root(at: 5)], expected: UInt64(count)).isEmpty)
    #expect(LedgerChain(name: "consent", continuing: links.map(\.hash)) == chain)
  }

  @Test("a chain goes on from its stored end as if it had never stopped", arguments: 0..<20)
  func state(count: Int) throws {
    var (_, chain) = Self.chain(count)
    var taken = try #require(LedgerChain(state: chain.state))
    #expect(taken == chain)
    #expect(taken.append([1]) == chain.append([1]))
    #expect(taken.root(at: 0) == chain.root(at: 0))
    #expect(LedgerChain(state: Array(chain.state.dropLast())) == nil)
    #expect(LedgerChain(state: chain.state + chain.state) == nil)
  }

  @Test("a root is due at the start, on a new day and after enough entries")
  func schedule() {
    let schedule = RootSchedule(entries: 10)
    let root = Self.chain(5).chain.root(at: 86_399)
    #expect(!schedule.isDue(after: nil, count: 0, now: Timestamp(0)))
    #expect(schedule.isDue(after: nil, count: 1, now: Timestamp(0)))
    #expect(!schedule.isDue(after: root, count: 5, now: Timestamp(90_000)))
    #expect(schedule.isDue(after: root, count: 6, now: Timestamp(86_400)))
    #expect(!schedule.isDue(after: root, count: 14, now: Timestamp(86_399)))
    #expect(schedule.isDue(after: root, count: 15, now: Timestamp(86_399)))
  }

  @Test("chains of different names share no hash")
  func names() {
    #expect(LedgerChain.genesis("consent") != LedgerChain.genesis("audit"))
    var audit = ChainVerifier(name: "audit")
    for link in Self.chain(2).links { audit.check(link) }
    #expect(audit.finish() == [.exchanged(0, or: 1)])
  }

  @Test("every flipped bit of every stored field is found and named", arguments: 0..<6)
  func flippedBits(index: Int) {
    let (links, chain) = Self.chain(6)
    let root = chain.root(at: 0)
    let name = UInt64(index + 1)
    for byte in links[index].entry.indices {
      var changed = links
      changed[index].entry[byte] ^= 1
      #expect(Self.findings(changed, roots: [root]) == [.changed(name)])
    }
    for field in [\ChainLink.previous, \.hash] {
      var bytes = links[index][keyPath: field].bytes
      bytes[7] ^= 4
      var changed = links
      changed[index][keyPath: field] = Digest(bytes) ?? .zero
      #expect(Self.findings(changed, roots: [root]).contains(.changed(name)))
    }
  }

  @Test("an entry changed together with its hash is found at the next one, or by a root")
  func rehashed() {
    let (links, chain) = Self.chain(6)
    var changed = links
    changed[3].entry.append(1)
    changed[3].hash = LedgerChain.hash(of: changed[3].entry, after: changed[3].previous)
    #expect(Self.findings(changed) == [.exchanged(4, or: 5)])
    var last = links
    last[5].entry.append(1)
    last[5].hash = LedgerChain.hash(of: last[5].entry, after: last[5].previous)
    #expect(Self.findings(last).isEmpty)
    #expect(Self.findings(last, roots: [chain.root(at: 0)]) == [.rewritten(upTo: 6)])
  }

  @Test("a chain rewritten whole is found by an earlier root, whose seal it cannot make")
  func rewritten() throws {
    let (_, chain) = Self.chain(6)
    var other = LedgerChain(name: "consent")
    let links = (0..<6).map { other.append(Array("entry \($0 == 2 ? 99 : $0)".utf8)) }
    #expect(Self.findings(links).isEmpty)
    #expect(Self.findings(links, roots: [chain.root(at: 0)]) == [.rewritten(upTo: 6)])
    let key = try #require(SecretKey([UInt8](repeating: 3, count: 32)))
    let thief = try #require(SecretKey([UInt8](repeating: 4, count: 32)))
    #expect(other.root(at: 0).seal(thief) != other.root(at: 0).seal(key))
    #expect(chain.root(at: 0).seal(key) != other.root(at: 0).seal(key))
  }

  @Test("removed entries are named, at the start, inside and at the end")
  func removed() {
    let (links, chain) = Self.chain(9)
    let root = chain.root(at: 0)
    #expect(Self.findings(Array(links[2...])) == [.removed(1...2)])
    #expect(Self.findings(Array(links[..<4] + links[7...])) == [.removed(5...7)])
    #expect(Self.findings(Array(links[..<6]), roots: [root]) == [.removed(7...9)])
    #expect(Self.findings(Array(links[..<8]), expected: 9) == [.removed(9...9)])
    #expect(Self.findings([], roots: [root]) == [.removed(1...9)])
  }

  @Test("swapped entries are named, whether their places were swapped with them or not")
  func swapped() {
    let (links, _) = Self.chain(6)
    var inPlace = links
    (inPlace[1].entry, inPlace[4].entry) = (links[4].entry, links[1].entry)
    #expect(Self.findings(inPlace) == [.changed(2), .changed(5)])
    var whole = links
    whole.swapAt(1, 4)
    (whole[1].sequence, whole[4].sequence) = (2, 5)
    #expect(
      Self.findings(whole) == [
        .moved(5, to: 2), .exchanged(2, or: 3), .moved(2, to: 5), .exchanged(5, or: 6),
      ])
    var order = links
    order.swapAt(2, 3)
    #expect(Self.findings(order).contains(.removed(3...3)))
    #expect(Self.findings(order).contains(.inserted(3)))
  }

  @Test("inserted entries are named")
  func inserted() {
    let (links, chain) = Self.chain(5)
    var repeated = links
    repeated.insert(links[1], at: 2)
    #expect(Self.findings(repeated) == [.inserted(2)])
    var longer = chain
    let extra = longer.append([1, 2, 3])
    #expect(Self.findings(links + [extra], expected: 5) == [.inserted(6)])
  }

  @Test("an exported root is read back, and a wrong one is refused with its line")
  func export() throws {
    let root = Self.chain(4).chain.root(at: 1_763_733_780)
    #expect(try LedgerRoot(exported: root.exported, file: "root.txt") == root)
    for (broken, line) in [
      ("", 1), (root.exported.replacing("count 4", with: "count x"), 2),
      (root.exported.replacing("head", with: "tail"), 3),
      (root.exported.replacing("2025", with: "25"), 5),
    ] {
      let fault = #expect(throws: Fault.self) {
        try LedgerRoot(exported: broken, file: "root.txt")
      }
      #expect(fault?.place?.line == line)
    }
  }
}

@Suite("Exported roots") struct ExportedRootTests {
  @Test(
    "mutated exports are refused or say something else, never a trap", arguments: UInt64(0)..<80)
  func fuzz(seed: UInt64) {
    var random = Seeded(seed)
    let root = LedgerChainTests.chain(3).chain.root(at: 1_763_733_780)
    var characters = Array(root.exported)
    for _ in 0...random.below(2) {
      characters[random.below(characters.count)] = random.pick(Array("0af-:TZ \ncount"))
    }
    if let read = try? LedgerRoot(exported: String(characters), file: "root.txt") {
      #expect(read == root || String(characters) != root.exported)
    }
  }
}

@Suite("Merkle tree") struct MerkleTreeTests {
  static func hashes(_ count: Int) -> [Digest] {
    (0..<count).map { SHA256.of(Array("\($0)".utf8).span) }
  }

  static func roots(_ hashes: [Digest]) -> [LedgerRoot] {
    var chain = LedgerChain(name: "tree")
    return [chain.root(at: 0)]
      + hashes.map { hash in
        chain = LedgerChain(name: "tree", continuing: hashes.prefix(Int(chain.count) + 1))
        return chain.root(at: 0)
      }
  }

  @Test("the growing frontier has the tree's own root at every size")
  func frontier() {
    let hashes = Self.hashes(40)
    let tree = MerkleTree(hashes)
    for (count, root) in Self.roots(hashes).enumerated() {
      #expect(root.tree == tree.root(of: count))
    }
  }

  @Test("every entry of every size is proved, and nothing else is")
  func inclusion() {
    let hashes = Self.hashes(20)
    let tree = MerkleTree(hashes)
    let roots = Self.roots(hashes)
    for count in 1...20 {
      for index in 0..<count {
        let proof = tree.inclusionProof(of: index, in: count)
        #expect(proof.holds(for: hashes[index], under: roots[count]))
        #expect(!proof.holds(for: hashes[(index + 1) % 20], under: roots[count]))
        #expect(!proof.holds(for: hashes[index], under: roots[count == 20 ? 19 : count + 1]))
        if !proof.path.isEmpty {
          let short = InclusionProof(index: index, count: count, path: proof.path.dropLast())
          #expect(!short.holds(for: hashes[index], under: roots[count]))
        }
      }
    }
  }

  @Test("every longer chain is proved to extend every shorter one, and no other")
  func extends() {
    let hashes = Self.hashes(20)
    let tree = MerkleTree(hashes)
    let roots = Self.roots(hashes)
    var forged = hashes
    forged[0] = .zero
    let forgedRoots = Self.roots(forged)
    for new in 1...20 {
      for old in 1...new {
        let proof = tree.extensionProof(from: old, to: new)
        #expect(proof.holds(from: roots[old], to: roots[new]), "\(old) to \(new)")
        #expect(!proof.holds(from: forgedRoots[old], to: roots[new]))
        #expect(!proof.holds(from: roots[old], to: forgedRoots[new]))
      }
    }
  }
}
