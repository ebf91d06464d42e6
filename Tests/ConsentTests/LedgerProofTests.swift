import Basis
import Consent
import Sealing
import Testing

@Suite("Proofs of the ledger") struct LedgerProofTests {
  /// A chain of six entries, its roots by length, and a proof of each kind.
  private static let scene: (links: [ChainLink], roots: [LedgerRoot], proofs: [LedgerProof]) = {
    var chain = LedgerChain(name: "proofs")
    var links: [ChainLink] = []
    var roots = [chain.root(at: 0)]
    for number in 0..<6 {
      links.append(chain.append([UInt8](repeating: UInt8(number), count: 9)))
      roots.append(chain.root(at: 0))
    }
    let tree = MerkleTree(links.map(\.hash))
    let record = RecordProof(link: links[3], inclusion: tree.inclusionProof(of: 3, in: 6))
    return (links, roots, [.record(record), .growth(tree.extensionProof(from: 3, to: 6))])
  }()

  private static func holds(_ proof: LedgerProof) -> Bool {
    switch proof {
    case .record(let proof): proof.holds(under: scene.roots[6])
    case .growth(let proof): proof.holds(from: scene.roots[3], to: scene.roots[6])
    }
  }

  @Test("a proof is read back as it was written, and holds")
  func roundTrip() throws {
    for proof in Self.scene.proofs {
      #expect(try LedgerProof(exported: proof.exported, file: "proof.txt") == proof)
      #expect(Self.holds(proof))
    }
  }

  @Test("a proof of another record, another place or another content does not hold")
  func foreign() {
    let (links, roots, _) = Self.scene
    let tree = MerkleTree(links.map(\.hash))
    let inclusion = tree.inclusionProof(of: 3, in: 6)
    #expect(!RecordProof(link: links[2], inclusion: inclusion).holds(under: roots[6]))
    #expect(!RecordProof(link: links[3], inclusion: inclusion).holds(under: roots[5]))
    var changed = links[3]
    changed.entry[12] ^= 1
    #expect(!RecordProof(link: changed, inclusion: inclusion).holds(under: roots[6]))
    changed.hash = LedgerChain.hash(of: changed.entry, after: changed.previous)
    #expect(!RecordProof(link: changed, inclusion: inclusion).holds(under: roots[6]))
    var moved = links[3]
    moved.sequence = 5
    #expect(!RecordProof(link: moved, inclusion: inclusion).holds(under: roots[6]))
  }

  @Test("what is no proof is refused with its line")
  func malformed() {
    let text = Self.scene.proofs[0].exported
    for (broken, line) in [
      ("", 1), ("root\n" + text, 1), (text.replacing("record 4", with: "record 0"), 2),
      (text.replacing("of 6", with: "of 3"), 3), (text.replacing("previous", with: "before"), 4),
      (text.replacing("entry 0", with: "entry x"), 5), (text + "path 12\n", 9),
    ] {
      let fault = #expect(throws: Fault.self) {
        try LedgerProof(exported: broken, file: "proof.txt")
      }
      #expect(fault?.place?.line == line, "\(broken)")
    }
  }

  @Test("no change of one character leaves a proof that holds", arguments: [0, 1])
  func everyCharacter(kind: Int) {
    let text = Array(Self.scene.proofs[kind].exported)
    for place in text.indices {
      for character in "0f \n" where character != text[place] {
        var other = text
        other[place] = character
        guard let read = try? LedgerProof(exported: String(other), file: "proof.txt"),
          read != Self.scene.proofs[kind]
        else { continue }
        #expect(!Self.holds(read), "\(String(other))")
      }
    }
  }
}
