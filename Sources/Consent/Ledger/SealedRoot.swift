package import Sealing

/// A root as a workspace stores it, with the seal that only the holder of the key can make.
package struct SealedRoot: Hashable, Sendable {
  /// Nil where what is stored is no root.
  package let root: LedgerRoot?
  package let seal: [UInt8]

  package init(root: LedgerRoot?, seal: [UInt8]) { (self.root, self.seal) = (root, seal) }

  /// Whether the root is readable and its seal is that of `key`.
  package func isGenuine(under key: SecretKey) -> Bool {
    guard let root else { return false }
    return root.seal(key).bytes == seal
  }
}
