extension LeafHeader {
    /// The canonical bytes.
    ///
    /// They are `annals/1`, then each field in the order of ``LeafHeader``: its length in bytes as
    /// 4 bytes big-endian, then its bytes. Integers are 8 bytes big-endian in two's complement,
    /// names are UTF-8, the id is its 16 bytes. An absent field is the length 0xFFFFFFFF and no
    /// bytes.
    package var bytes: [UInt8] {
        [UInt8](unsafeUninitializedCapacity: byteCountMax) { bytes, count in
            count = write(to: UnsafeMutableRawBufferPointer(bytes))
        }
    }

    /// As many bytes as there are at most.
    var byteCountMax: Int {
        Self.format.utf8CodeUnitCount + 12 * 4 + 6 * 8 + stream.utf8.count + type.utf8.count
            + actor.utf8.count + kind.utf8.count + (correlation?.utf8.count ?? 0) + (id?.count ?? 0)
    }

    /// Writes the canonical bytes.
    ///
    /// - Parameter out: Room for ``byteCountMax`` bytes.
    /// - Returns: The number of bytes written.
    func write(to out: UnsafeMutableRawBufferPointer) -> Int {
        var writer = FieldWriter(out)
        Self.format.withUTF8Buffer { writer.put(UnsafeRawBufferPointer($0)) }
        writer.put(position)
        writer.put(stream)
        writer.put(version)
        writer.put(type)
        writer.put(actor)
        writer.put(kind)
        writer.put(cycle)
        writer.put(recordedAt)
        writer.put(occurredAt)
        writer.put(correlation)
        writer.put(causation)
        writer.put(field: id)
        return writer.count
    }

    /// What the bytes begin with.
    static let format: StaticString = "annals/1"
}

/// Writes fields with their lengths in front, into room that is large enough.
private struct FieldWriter {
    private let out: UnsafeMutableRawBufferPointer
    private(set) var count = 0

    init(_ out: UnsafeMutableRawBufferPointer) {
        self.out = out
    }

    mutating func put(_ bytes: UnsafeRawBufferPointer) {
        UnsafeMutableRawBufferPointer(rebasing: out[count...]).copyMemory(from: bytes)
        count += bytes.count
    }

    mutating func put(_ number: Int64?) {
        guard let number else { return put(length: .max) }
        put(length: 8)
        out.storeBytes(of: number.bigEndian, toByteOffset: count, as: Int64.self)
        count += 8
    }

    mutating func put(_ name: String?) {
        guard var name else { return put(length: .max) }
        name.withUTF8 { bytes in
            put(length: UInt32(truncatingIfNeeded: bytes.count))
            put(UnsafeRawBufferPointer(bytes))
        }
    }

    mutating func put(field bytes: [UInt8]?) {
        guard let bytes else { return put(length: .max) }
        put(length: UInt32(truncatingIfNeeded: bytes.count))
        bytes.withUnsafeBytes { put($0) }
    }

    private mutating func put(length: UInt32) {
        out.storeBytes(of: length.bigEndian, toByteOffset: count, as: UInt32.self)
        count += 4
    }
}
