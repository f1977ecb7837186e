extension SeededRandom {
    /// Bytes that differ a little: some flipped, taken away, put in, doubled or moved.
    package mutating func mutated(_ bytes: [UInt8]) -> [UInt8] {
        var changed = bytes
        for _ in 0..<Int.random(in: 1...3, using: &self) {
            let start = Int.random(in: 0...changed.count, using: &self)
            let end = Int.random(in: start...min(changed.count, start + 80), using: &self)
            switch Int.random(in: 0..<7, using: &self) {
            case 0 where start < changed.count:
                changed[start] ^= 1 << UInt8.random(in: 0..<8, using: &self)
            case 1:
                changed.removeSubrange(start..<end)
            case 2:
                changed.insert(contentsOf: changed[start..<end], at: start)
            case 3:
                changed.insert(UInt8.random(in: 0...255, using: &self), at: start)
            case 4:
                let special = Array("\n =+—\u{85}\u{1}9x/".utf8)
                changed.insert(special[Int.random(in: 0..<special.count, using: &self)], at: start)
            case 5:
                let piece = changed[start..<end]
                changed.removeSubrange(start..<end)
                changed.insert(
                    contentsOf: piece, at: Int.random(in: 0...changed.count, using: &self))
            default:
                changed.removeLast(Int.random(in: 0...min(9, changed.count), using: &self))
            }
        }
        return changed
    }
}
