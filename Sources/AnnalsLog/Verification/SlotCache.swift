/// Values by numbers of which those that are near to each other are asked for together.
///
/// Each number has one slot, which it shares with others far from it, and the last of them stays:
/// nothing is hashed, and the room is bounded.
struct SlotCache<Value> {
    private var slots: [(number: Int64, value: Value)?]
    private let mask: Int

    /// - Parameter count: Number of slots: a power of two.
    init(slots count: Int) {
        assert(count.nonzeroBitCount == 1, "a number finds its slot by its low bits")
        slots = Array(repeating: nil, count: count)
        mask = count - 1
    }

    /// The value of a number; nil if it has none, or another took its slot.
    func value(for number: Int64) -> Value? {
        guard let slot = slots[Int(truncatingIfNeeded: number) & mask], slot.number == number else {
            return nil
        }
        return slot.value
    }

    /// Keeps the value of a number.
    mutating func set(_ value: Value, for number: Int64) {
        slots[Int(truncatingIfNeeded: number) & mask] = (number, value)
    }
}
