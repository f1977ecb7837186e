/// A file as a disk holds it: what is there for certain, and what was written since and may be
/// there, or in parts, or not at all.
struct DiskImage {
    private enum Change {
        case write(at: Int, [UInt8])
        case truncate(Int)
    }

    private enum Standing {
        /// On the disk.
        case durable
        /// Written after the last sync.
        case pending
        /// A sync failed on it: the system takes it for written from then on, and no later sync
        /// writes it. https://danluu.com/fsyncgate/
        case doubtful
    }

    /// Bytes that a disk writes as one.
    private static let sectorBytes = 512

    private var base: [UInt8]
    private var changes: [(change: Change, standing: Standing)] = []

    /// A file all of which is on the disk.
    init(durable bytes: [UInt8]) {
        base = bytes
    }

    /// Notes what was written.
    mutating func write(_ bytes: [UInt8], at offset: Int) {
        changes.append((.write(at: offset, bytes), .pending))
    }

    /// Notes that it was cut, or made longer.
    mutating func truncate(to size: Int) {
        changes.append((.truncate(size), .pending))
    }

    /// Notes a sync, and whether it said that it wrote everything.
    mutating func sync(succeeded: Bool) {
        for index in changes.indices where changes[index].standing == .pending {
            changes[index].standing = succeeded ? .durable : .doubtful
        }
        let known = changes.prefix { $0.standing == .durable }
        for (change, _) in known { Self.apply(change, to: &base) }
        changes.removeFirst(known.count)
    }

    /// Whether all of it is on the disk.
    var isDurable: Bool { changes.allSatisfy { $0.standing == .durable } }

    /// The file as programs read it.
    var current: [UInt8] {
        changes.reduce(into: base) { Self.apply($1.change, to: &$0) }
    }

    /// The file as it may be after a power cut: of what is not certain a part, which is the same as
    /// writing it in another order, and of some writes some sectors.
    func survivor(_ random: inout SeededRandom) -> [UInt8] {
        // Often all of it, or nothing: what lies between is not all that there is.
        let share = random.element(of: [0, 1, 2, 4])
        var bytes = base
        for (change, standing) in changes {
            let isThere = share == 4 || share > 0 && random.number(0...3) < share
            guard standing == .durable || isThere else { continue }
            guard standing != .durable, share < 4, random.once(in: 4),
                case .write(let offset, let written) = change
            else {
                Self.apply(change, to: &bytes)
                continue
            }
            var start = 0
            while start < written.count {
                let toEdge = Self.sectorBytes - (offset + start) % Self.sectorBytes
                let end = min(written.count, start + toEdge)
                if random.once(in: 2) {
                    Self.apply(.write(at: offset + start, Array(written[start..<end])), to: &bytes)
                }
                start = end
            }
        }
        return bytes
    }

    private static func apply(_ change: Change, to bytes: inout [UInt8]) {
        switch change {
        case .write(let offset, let written):
            let end = offset + written.count
            if bytes.count < end {
                bytes += [UInt8](repeating: 0, count: end - bytes.count)
            }
            bytes.replaceSubrange(offset..<end, with: written)
        case .truncate(let size):
            if bytes.count > size {
                bytes.removeLast(bytes.count - size)
            } else {
                bytes += [UInt8](repeating: 0, count: size - bytes.count)
            }
        }
    }
}
