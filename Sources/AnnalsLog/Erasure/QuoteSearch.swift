import AnnalsCodec
import AnnalsModel

/// Looks for text of erased bodies in dictionaries that are not said to quote them.
///
/// Whose bodies a dictionary quotes is said by a table, and whoever can write the file can change
/// that. So before an erasure believes it, every string of twelve bytes of an erased body that such
/// a dictionary has too must be explained by a body that is still there: one that it was trained
/// from has the string, or nine bytes at one of its ends, beside which a dictionary may have put
/// other text.
struct QuoteSearch {
    private let dictionaries: [Quoted]
    private let known: StringFilter
    private var found: Set<TwelveBytes> = []

    /// A dictionary and where the log was when it was trained.
    struct Quoted {
        let dictionary: BodyDictionary
        let bodyBytes: Int64
        let madeAt: Int64
    }

    /// - Parameter dictionaries: Those that are to stay.
    init(_ dictionaries: [Quoted]) {
        self.dictionaries = dictionaries
        var known = StringFilter()
        for quoted in dictionaries {
            TwelveBytes.forEach(in: quoted.dictionary.bytes) { known.insert($0) }
        }
        self.known = known
    }

    /// Notes what a dictionary has of a body that is erased; to be told of a packed one also in its
    /// packed form, which dictionaries are trained from.
    mutating func note(_ body: [UInt8]) {
        guard !dictionaries.isEmpty else { return }
        TwelveBytes.forEach(in: body) { string in
            if known.contains(string) { found.insert(string) }
        }
    }

    /// Ids of the dictionaries with text that no body explains which is still there.
    ///
    /// - Parameters:
    ///   - head: Position of the last event.
    ///   - reader: Sees the erased bodies no more.
    func unexplained(through head: Int64, _ reader: LogReader) throws(StoreError) -> [Int64] {
        guard !found.isEmpty else { return [] }
        var ids: [Int64] = []
        let now = try reader.samples(head: head)
        for quoted in dictionaries {
            var left = Unexplained()
            TwelveBytes.forEach(in: quoted.dictionary.bytes) { string in
                if found.contains(string) { left.add(string) }
            }
            try left.explain(now, reader)
            if !left.isEmpty,
                let then = try reader.position(
                    ofBodyBytes: quoted.bodyBytes, madeAt: quoted.madeAt, head: head)
            {
                try left.explain(try reader.samples(head: then), reader)
            }
            if !left.isEmpty { ids.append(quoted.dictionary.id) }
        }
        return ids
    }
}

/// Strings of a dictionary that erased bodies have, and that nothing explains yet.
private struct Unexplained {
    private var strings: Set<TwelveBytes> = []
    private var byEnd: [NineBytes: [TwelveBytes]] = [:]

    var isEmpty: Bool { strings.isEmpty }

    mutating func add(_ string: TwelveBytes) {
        guard strings.insert(string).inserted else { return }
        byEnd[string.first, default: []].append(string)
        byEnd[string.last, default: []].append(string)
    }

    /// Takes away what bodies have.
    mutating func explain(_ places: [EventPlace], _ reader: LogReader) throws(StoreError) {
        for place in places {
            if isEmpty { return }
            guard let form = try reader.bodies.form(at: place.position) else { continue }
            NineBytes.forEach(in: form) { end in
                guard let explained = byEnd.removeValue(forKey: end) else { return }
                strings.subtract(explained)
            }
        }
    }
}

/// Nine bytes of a text.
private struct NineBytes: Hashable {
    let head: UInt64
    let tail: UInt8

    static func forEach(in text: [UInt8], _ body: (NineBytes) -> Void) {
        text.withUnsafeBytes { bytes in
            for start in 0..<max(0, bytes.count - 8) {
                body(
                    NineBytes(
                        head: UInt64(
                            littleEndian: bytes.loadUnaligned(
                                fromByteOffset: start, as: UInt64.self)),
                        tail: bytes[start + 8]))
            }
        }
    }
}

/// Twelve bytes of a text.
private struct TwelveBytes: Hashable {
    /// The first eight, little-endian.
    let head: UInt64
    /// The last four, little-endian.
    let tail: UInt32

    /// Its first nine bytes.
    var first: NineBytes { NineBytes(head: head, tail: UInt8(truncatingIfNeeded: tail)) }
    /// Its last nine bytes.
    var last: NineBytes {
        NineBytes(
            head: head >> 24 | UInt64(tail) << 40, tail: UInt8(truncatingIfNeeded: tail >> 24))
    }

    static func forEach(in text: [UInt8], _ body: (TwelveBytes) -> Void) {
        text.withUnsafeBytes { bytes in
            for start in 0..<max(0, bytes.count - 11) {
                body(
                    TwelveBytes(
                        head: UInt64(
                            littleEndian: bytes.loadUnaligned(
                                fromByteOffset: start, as: UInt64.self)),
                        tail: UInt32(
                            littleEndian: bytes.loadUnaligned(
                                fromByteOffset: start + 8, as: UInt32.self))))
            }
        }
    }
}

/// Strings of dictionaries: most of those of other texts are told apart without a look-up.
private struct StringFilter {
    private var bits = [UInt64](repeating: 0, count: 1 << (bitCount - 6))
    private var strings: Set<TwelveBytes> = []

    private static let bitCount = 20

    mutating func insert(_ string: TwelveBytes) {
        let slot = Self.slot(string)
        bits[slot >> 6] |= 1 << UInt64(slot & 63)
        strings.insert(string)
    }

    func contains(_ string: TwelveBytes) -> Bool {
        let slot = Self.slot(string)
        return bits[slot >> 6] >> UInt64(slot & 63) & 1 == 1 && strings.contains(string)
    }

    private static func slot(_ string: TwelveBytes) -> Int {
        let mixed = (string.head ^ UInt64(string.tail) << 20) &* 0xCF1B_BCDC_B7A5_6463
        return Int(mixed >> UInt64(UInt64.bitWidth - bitCount))
    }
}
