package import Basis

/// The sealed values of one run, block by block, for reading many of them in the order of the file.
package struct IdentifierBlocks: Sendable {
  /// One opened block: its values one after the other, and where each ends.
  package struct Opened: Sendable {
    package let bytes: [UInt8]
    package let ends: [Int]

    package func range(_ place: Int) -> Range<Int> {
      (place == 0 ? 0 : ends[place - 1])..<ends[place]
    }
  }

  package static let size = IdentifierSlice.blockSize

  private let reader: IdentifierRunReader
  private let lengths: [UInt32]
  private let ends: [UInt32]

  /// Reads where the values lie, which costs four bytes an identifier, and none of the values.
  package init(_ reader: IdentifierRunReader) throws(Fault) {
    self.reader = reader
    lengths = try reader.lengths()
    ends = try reader.run.numbers("ends")
    let blocks = (lengths.count + Self.size - 1) / Self.size
    try reader.run.requireEqual(ends.count, blocks, in: "identifiers")
  }

  /// How many blocks there are.
  package var count: Int { ends.count }

  /// The block and the place in it of a node of this run.
  package func place(of node: UInt32) -> (block: Int, place: Int) {
    let (block, place) = Int(node - reader.firstNode).quotientAndRemainder(dividingBy: Self.size)
    return (block, place)
  }

  /// Opens one block.
  package func open(
    _ block: Int, open: ([UInt8]) throws(Fault) -> [UInt8]
  ) throws(Fault) -> Opened {
    let start = block == 0 ? 0 : Int(ends[block - 1])
    let sealed = try reader.run.bytes("values", from: start, to: Int(ends[block]))
    let bytes = try reader.run.opened(sealed, by: open)
    var ends: [Int] = []
    var end = 0
    let first = block * Self.size
    for row in first..<min(lengths.count, first + Self.size) {
      end += Int(lengths[row])
      ends.append(end)
    }
    guard end == bytes.count else {
      throw reader.run.damage("a block of identifiers has another length")
    }
    return Opened(bytes: bytes, ends: ends)
  }
}
