internal import AnnalsModel

/// A body in which long texts of base64 digits stand as the bytes that they spell.
///
/// Four digits are three bytes and no others, so that the body comes out again to the byte. Padding
/// and the digits before it that are no whole four stay text.
///
/// It is parts, text and bytes in turn, each with its length in front as 4 bytes little-endian:
/// text that is kept as it is, then bytes that were digits, their number a multiple of three. The
/// first text may be empty; a last one may be missing.
enum PackedBody {
    /// Packs a body.
    ///
    /// - Returns: nil if it has no such text, or would not come out again.
    static func pack(_ body: [UInt8]) -> [UInt8]? {
        guard body.count >= Limits.packedDigitsMin else { return nil }
        let runs = body.withUnsafeBytes { Self.runs(in: $0) }
        guard !runs.isEmpty else { return nil }
        let packed = body.withUnsafeBytes { pack($0, runs) }
        return unpack(packed, size: body.count) == body ? packed : nil
    }

    private static func pack(
        _ body: UnsafeRawBufferPointer, _ runs: [Range<Int>]
    ) -> [UInt8] {
        let digits = runs.reduce(0) { sum, run in sum + run.count }
        let lengths = (2 * runs.count + 1) * lengthBytes
        return [UInt8](unsafeUninitializedCapacity: body.count - digits / 4 + lengths) {
            room, written in
            let room = UnsafeMutableRawBufferPointer(room)
            func append(_ count: Int, _ write: (UnsafeMutableRawBufferPointer) -> Void) {
                let place = UnsafeMutableRawBufferPointer(rebasing: room[written...])
                place.storeBytes(of: UInt32(count).littleEndian, as: UInt32.self)
                written += lengthBytes
                write(UnsafeMutableRawBufferPointer(rebasing: room[written..<written + count]))
                written += count
            }
            var start = 0
            for run in runs {
                append(run.lowerBound - start) { $0.copyBytes(from: body[start..<run.lowerBound]) }
                append(run.count / 4 * 3) { place in
                    Base64Digits.write(
                        bytesOf: UnsafeRawBufferPointer(rebasing: body[run]), to: place)
                }
                start = run.upperBound
            }
            if start < body.count {
                append(body.count - start) { $0.copyBytes(from: body[start...]) }
            }
        }
    }

    /// The body that was packed.
    ///
    /// - Parameter size: Bytes of the body.
    /// - Returns: nil if these are no such parts, or make more or fewer bytes.
    static func unpack(_ packed: [UInt8], size: Int) -> [UInt8]? {
        guard size <= Limits.bodyBytesMax, isPossible(size: size, from: packed.count) else {
            return nil
        }
        var isWhole = false
        let body = [UInt8](unsafeUninitializedCapacity: size) { out, count in
            let out = UnsafeMutableRawBufferPointer(start: out.baseAddress, count: size)
            isWhole = packed.withUnsafeBytes { unpack($0, to: out) }
            count = isWhole ? size : 0
        }
        return isWhole ? body : nil
    }

    /// Whether a body of a size can come out of so many packed bytes: they become a third more at
    /// most, so that a damaged size cannot ask for much memory.
    static func isPossible(size: Int, from count: Int) -> Bool {
        size / 4 <= count / 3 + 1
    }

    /// Unpacks into room of the size of the body.
    ///
    /// - Returns: Whether the parts fill the room.
    static func unpack(
        _ packed: UnsafeRawBufferPointer, to out: UnsafeMutableRawBufferPointer
    ) -> Bool {
        var (place, written) = (0, 0)
        var isText = true
        while place < packed.count {
            guard let length = length(in: packed[place...]) else { return false }
            place += lengthBytes
            guard length <= packed.count - place else { return false }
            let part = UnsafeRawBufferPointer(rebasing: packed[place..<place + length])
            let room = UnsafeMutableRawBufferPointer(rebasing: out[written...])
            if isText {
                guard length <= room.count else { return false }
                room.copyBytes(from: part)
                written += length
            } else {
                guard length % 3 == 0, length / 3 <= room.count / 4 else { return false }
                Base64Digits.write(digitsOf: part, to: room)
                written += length / 3 * 4
            }
            place += length
            isText.toggle()
        }
        return written == out.count
    }

    // MARK: Lengths

    static let lengthBytes = 4

    /// A number of bytes as it stands in front of a part, and in front of a packed body.
    static func length(_ count: Int) -> [UInt8] {
        (0..<lengthBytes).map { UInt8(truncatingIfNeeded: count >> (8 * $0)) }
    }

    /// The number that stands in front of some bytes; nil if there are too few.
    static func length(in bytes: Slice<UnsafeRawBufferPointer>) -> Int? {
        guard bytes.count >= lengthBytes else { return nil }
        return bytes.prefix(lengthBytes).reversed().reduce(0) { $0 << 8 | Int($1) }
    }

    // MARK: Digits

    /// Where so many base64 digits stand in a row that it pays to pack them, whole fours each.
    ///
    /// Looks at the last byte of where such a row would have to be, so that of ordinary text only
    /// every few hundredth byte is looked at.
    private static func runs(in body: UnsafeRawBufferPointer) -> [Range<Int>] {
        var runs: [Range<Int>] = []
        var start = 0
        Base64Digits.withValues { values in
            while start + Limits.packedDigitsMin <= body.count {
                var place = start + Limits.packedDigitsMin - 1
                while place >= start, values.isDigit(body[place]) { place -= 1 }
                guard place < start else {
                    start = place + 1
                    continue
                }
                var end = start + Limits.packedDigitsMin
                while end < body.count, values.isDigit(body[end]) { end += 1 }
                runs.append(start..<start + (end - start) / 4 * 4)
                start = end + 1
            }
        }
        return runs
    }
}
