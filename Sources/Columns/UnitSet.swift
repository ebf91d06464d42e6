internal import CRoaring

/// A set of units as a compressed Roaring bitmap; a value that is never changed once it is shared.
///
/// The storage is a class because it owns memory that C allocated; it is immutable after `init`,
/// which is what makes it safe to send.
@safe package final class UnitSet: @unchecked Sendable {
  // Sendable: the bitmap is only written before the initialiser returns, and CRoaring's reads do
  // not change it.
  private let bitmap: UnsafeMutablePointer<roaring_bitmap_t>

  private init(taking bitmap: UnsafeMutablePointer<roaring_bitmap_t>) {
    unsafe self.bitmap = bitmap
  }

  deinit { unsafe roaring_bitmap_free(bitmap) }

  /// The empty set.
  package convenience init() { unsafe self.init(taking: roaring_bitmap_create_with_capacity(0)) }

  /// The units `range`.
  package convenience init(_ range: Range<Int>) {
    unsafe self.init(
      taking: roaring_bitmap_from_range(UInt64(range.lowerBound), UInt64(range.upperBound), 1))
  }

  /// The units in `numbers`, fastest when they ascend.
  package convenience init(_ numbers: [UInt32]) {
    let made = unsafe numbers.withUnsafeBufferPointer { buffer in
      let bitmap = unsafe roaring_bitmap_create_with_capacity(0)
      unsafe roaring_bitmap_add_many(bitmap, buffer.count, buffer.baseAddress)
      unsafe roaring_bitmap_run_optimize(bitmap)
      return unsafe bitmap
    }
    guard let made = unsafe made else { preconditionFailure("no memory for a set") }
    unsafe self.init(taking: made)
  }

  package var count: Int { Int(unsafe roaring_bitmap_get_cardinality(bitmap)) }

  package func contains(_ unit: UInt32) -> Bool { unsafe roaring_bitmap_contains(bitmap, unit) }

  package func intersection(_ other: UnitSet) -> UnitSet {
    unsafe UnitSet(taking: roaring_bitmap_and(bitmap, other.bitmap))
  }

  package func union(_ other: UnitSet) -> UnitSet {
    unsafe UnitSet(taking: roaring_bitmap_or(bitmap, other.bitmap))
  }

  package func subtracting(_ other: UnitSet) -> UnitSet {
    unsafe UnitSet(taking: roaring_bitmap_andnot(bitmap, other.bitmap))
  }

  /// How many units both sets hold, without building their intersection.
  package func intersectionCount(_ other: UnitSet) -> Int {
    Int(unsafe roaring_bitmap_and_cardinality(bitmap, other.bitmap))
  }

  /// The members in ascending order; costs one array of their number.
  package func members() -> [UInt32] {
    let count = self.count
    return unsafe [UInt32](unsafeUninitializedCapacity: count) { buffer, used in
      if let start = buffer.baseAddress { unsafe roaring_bitmap_to_uint32_array(bitmap, start) }
      used = count
    }
  }

  // MARK: More than two sets, and places in one

  /// The units in any of `sets`.
  package static func union(of sets: [UnitSet]) -> UnitSet {
    var bitmaps: [UnsafePointer<roaring_bitmap_t>?] = unsafe []
    for set in sets { unsafe bitmaps.append(UnsafePointer(set.bitmap)) }
    return unsafe bitmaps.withUnsafeMutableBufferPointer { buffer in
      guard let start = buffer.baseAddress else { return UnitSet() }
      return unsafe UnitSet(taking: roaring_bitmap_or_many(buffer.count, start))
    }
  }

  /// The units in all of `sets`, smallest sets first; empty where there are no sets.
  package static func intersection(of sets: [UnitSet]) -> UnitSet {
    let ordered = sets.sorted { $0.count < $1.count }
    guard let first = ordered.first else { return UnitSet() }
    return ordered.dropFirst().reduce(first) { $0.intersection($1) }
  }

  /// How many units are in either set, without building their union.
  package func unionCount(_ other: UnitSet) -> Int {
    Int(unsafe roaring_bitmap_or_cardinality(bitmap, other.bitmap))
  }

  /// How many units this set holds and the other does not, without building their difference.
  package func differenceCount(_ other: UnitSet) -> Int {
    Int(unsafe roaring_bitmap_andnot_cardinality(bitmap, other.bitmap))
  }

  /// Whether every member is in `other`, too.
  package func isSubset(of other: UnitSet) -> Bool {
    unsafe roaring_bitmap_is_subset(bitmap, other.bitmap)
  }

  /// How many members are `unit` or lower.
  package func rank(of unit: UInt32) -> Int { Int(unsafe roaring_bitmap_rank(bitmap, unit)) }

  /// The member with `position` members below it; nil beyond the last.
  package func member(at position: Int) -> UInt32? {
    guard position >= 0, position < count else { return nil }
    var unit: UInt32 = 0
    let found = unsafe roaring_bitmap_select(bitmap, UInt32(position), &unit)
    return found ? unit : nil
  }

  /// Bytes of memory that the set takes.
  package var byteCount: Int { Int(unsafe roaring_bitmap_size_in_bytes(bitmap)) }

  /// Calls `body` with the members in ascending order, some thousand at a time.
  package func forEachBatch(_ body: (Span<UInt32>) -> Void) {
    let iterator = unsafe roaring_create_iterator(bitmap)
    guard let iterator = unsafe iterator else { preconditionFailure("no memory for an iterator") }
    defer { unsafe roaring_free_uint32_iterator(iterator) }
    let size: UInt32 = 4_096
    unsafe withUnsafeTemporaryAllocation(of: UInt32.self, capacity: Int(size)) { buffer in
      guard let start = buffer.baseAddress else { return }
      while true {
        let read = unsafe roaring_read_uint32_iterator(iterator, start, size)
        guard read > 0 else { return }
        unsafe body(Span(_unsafeStart: UnsafePointer(start), count: Int(read)))
      }
    }
  }
}

extension UnitSet: Equatable {
  package static func == (a: UnitSet, b: UnitSet) -> Bool {
    unsafe roaring_bitmap_equals(a.bitmap, b.bitmap)
  }
}
