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
}
