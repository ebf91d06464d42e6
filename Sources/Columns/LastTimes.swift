/// When each unit last had an event of one type.
package struct LastTimes: Sendable, DerivedData {
  /// One more than the seconds; 0 where there was no event.
  package let times: [UInt32]
  /// The last event of all units.
  private let latest: UInt32

  package var byteCount: Int { times.count * 4 }

  package init(_ table: EventTable) {
    let (starts, all) = (table.starts.span, table.times.span)
    var times = [UInt32](repeating: 0, count: max(0, starts.count - 1))
    var latest: UInt32 = 0
    for unit in times.indices {
      let end = Int(starts[unit + 1])
      guard end > Int(starts[unit]) else { continue }
      times[unit] = all[end - 1] &+ 1
      latest = max(latest, all[end - 1])
    }
    (self.times, self.latest) = (times, latest)
  }

  /// Whether no event is later than `instant`, so that who had one since some time can be told.
  package func tells(upTo instant: UInt32) -> Bool { latest <= instant && latest < .max }

  /// The units of each word of `range` that had an event at `low` or later.
  ///
  /// Sixteen units at a time, because the compiler makes single steps of the plain loop.
  package func words(_ range: Range<Int>, since low: UInt32, _ body: (Int, UInt64) -> Void) {
    guard low < .max else { return range.forEach { body($0, 0) } }
    let wanted = SIMD16<UInt32>(repeating: low &+ 1)
    let places = SIMD16<UInt32>(
      1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1_024, 2_048, 4_096, 8_192, 16_384, 32_768)
    let none = SIMD16<UInt32>(repeating: 0)
    unsafe times.withUnsafeBytes { bytes in
      for word in range {
        var found: UInt64 = 0
        if word &* 64 &+ 64 <= times.count {
          for quarter in 0..<4 {
            // A word of 64 units was seen to be inside; each has four bytes.
            let values = unsafe bytes.loadUnaligned(
              fromByteOffset: word &* 256 &+ quarter &* 64, as: SIMD16<UInt32>.self)
            let bits = none.replacing(with: places, where: values .>= wanted).wrappedSum()
            found |= UInt64(bits) &<< UInt64(truncatingIfNeeded: quarter &* 16)
          }
        } else {
          for unit in word &* 64..<times.count where times[unit] > low {
            found |= 1 &<< UInt64(truncatingIfNeeded: unit & 63)
          }
        }
        body(word, found)
      }
    }
  }
}
