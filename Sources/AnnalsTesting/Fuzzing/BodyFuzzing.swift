import AnnalsCodec
import AnnalsModel
import Foundation

/// Stored bodies: blocks that anybody may have written, what the encoder makes of bytes, and the
/// JSON of bodies.
///
/// An input begins with a byte of choices, three of a size and three of the length of a base, both
/// big-endian; blob, body and base are made of the rest.
package enum BodyFuzzing: FuzzTarget {
    /// The name of the target and of the folder of its corpus.
    package static let name = "bodies"

    private static let headBytes = 7
    private static let dictionary = BodyDictionary(
        id: 1,
        bytes: Array(
            #"{"data":{"status":"in_progress","agent_id":"Agent-1","title":"","notes":"next"}}"#
                .utf8))

    /// Sound stored bodies, most of them of one feature each.
    package static func samples() -> [[UInt8]] {
        let body = Array(
            #"{"data":{"agent_id":"Agent-1","n":1.0},"unset":["/a~1b"],"reason":"r","context":{}}"#
                .utf8)
        let base = Array(body.dropLast(40) + Array("other".utf8))
        let long = Array(repeatElement(body, count: 900).joined())
        let noise = (0..<900).map { UInt8(truncatingIfNeeded: ($0 &* $0 &* 2_654_435_761) >> 13) }
        let picture = Array(#"{"data":{"base64":"\#(Data(noise).base64EncodedString())"}}"#.utf8)
        var samples = [[0, 0, 0, 0, 0, 0, 0] + body, Array(#"~000000{"deleted":true}"#.utf8)]
        let encoder = BodyEncoder()
        for (choices, dictionary) in [(1, nil), (2, dictionary)] as [(UInt8, BodyDictionary?)] {
            for body in [body, long, picture] {
                for base in [nil, base] {
                    let stored = encoder.encode(
                        body, check: [0, 0, 0, 0], dictionary: dictionary,
                        base: base.map { (1, $0) }, highCompression: true)
                    samples.append(
                        head(choices | (base == nil ? 0 : 4), stored.size, base?.count ?? 0)
                            + stored.blob)
                }
            }
        }
        return samples
    }

    private static func head(_ choices: UInt8, _ size: Int, _ base: Int) -> [UInt8] {
        [choices]
            + [size, base].flatMap { number in
                [16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) }
            }
    }

    /// Checks the properties for an input.
    package static func run(_ bytes: [UInt8]) throws {
        guard bytes.count >= headBytes else { return }
        let number = { (place: Int) in bytes[place..<place + 3].reduce(0) { $0 << 8 | Int($1) } }
        let rest = Array(bytes[headBytes...])
        let dictionary: BodyDictionary? =
            switch bytes[0] & 3 {
            case 0: nil
            case 1: BodyDictionary(id: 0, bytes: [])
            case 2: dictionary
            default: BodyDictionary(id: 2, bytes: rest)
            }
        let base =
            bytes[0] & 4 == 0 ? nil : filled(number(4) % (3 * Limits.bodyBytesSingleBlockMax), rest)
        try checkDecoding(rest, size: number(1), dictionary, base)
        try checkEncoding(rest, bytes[0], dictionary, base)
        try checkText(rest)
    }

    /// So many bytes that repeat others.
    private static func filled(_ count: Int, _ bytes: [UInt8]) -> [UInt8] {
        guard !bytes.isEmpty else { return [] }
        var filled: [UInt8] = []
        while filled.count < count { filled += bytes.prefix(count - filled.count) }
        return filled
    }

    private static func checkDecoding(
        _ blob: [UInt8], size: Int, _ dictionary: BodyDictionary?, _ base: [UInt8]?
    ) throws {
        var decoder = BodyDecoder()
        let sizes = [Int64(size), -1, .min, .max]
        for size in sizes {
            for isPacked in [false, true] {
                let answers = try (0..<2).map { _ in
                    try accepted(refusing: .corrupt) { () throws(StoreError) in
                        try decoder.decode(
                            blob, size: size, isPacked: isPacked, dictionary: dictionary,
                            base: base, position: 1)
                    }
                }
                try BrokenProperty.unless(
                    answers[0] == answers[1], "what is decoded does not depend on what was before")
                try BrokenProperty.unless(
                    answers[0].map { Int64($0.body.count) == size } ?? true,
                    "a body has the size it should")
                try checkRoom(blob, size, isPacked, dictionary, base, gives: answers[0]?.body)
            }
        }
        var plain: [UInt8] = [1]
        let fits = blob.withUnsafeBytes { blob in
            decompressBlock(blob, size: size, appendingTo: &plain)
        }
        try BrokenProperty.unless(
            plain.count == (fits ? 1 + size : 1), "a block that does not fit appends nothing")
    }

    /// Whoever decodes into room of his own gets the same.
    private static func checkRoom(
        _ blob: [UInt8], _ size: Int64, _ isPacked: Bool, _ dictionary: BodyDictionary?,
        _ base: [UInt8]?, gives body: [UInt8]?
    ) throws {
        let found: [UInt8]? = blob.withUnsafeBytes { blob in
            guard
                let room = BodyRoom(
                    for: size, of: blob, isPacked: isPacked, isRaw: dictionary == nil)
            else { return nil }
            var decoder = BodyDecoder()
            var out = [UInt8](repeating: 0, count: room.count + 3)
            let fits = out.withUnsafeMutableBytes { out in
                decoder.decode(blob, room, dictionary: dictionary, base: base, to: out)
            }
            return fits ? Array(out[..<room.bodyBytes]) : nil
        }
        try BrokenProperty.unless(found == body, "a body is the same in any room")
    }

    private static func checkEncoding(
        _ body: [UInt8], _ choices: UInt8, _ dictionary: BodyDictionary?, _ base: [UInt8]?
    ) throws {
        // Now and then, a body that takes several blocks.
        let isLarge = choices & 0xF0 == 0xF0
        let body = isLarge ? filled(Limits.bodyBytesSingleBlockMax + body.count, body) : body
        let encode = { (form: BodyEncoder.Form) in
            BodyEncoder().encode(
                body, check: [1, 2, 3, 4], dictionary: dictionary, base: base.map { (7, $0) },
                highCompression: choices & 8 != 0, form: form)
        }
        let stored = encode(.smaller)
        try BrokenProperty.unless(
            stored.size == body.count && stored.blob.count <= body.count + 4,
            "no stored body is larger than it was")
        // Whichever form it has, it is read back, and keeps the form when it is encoded again.
        let others = stored.packed == nil ? [] : [encode(.kept(packed: nil))]
        for stored in [stored, encode(.kept(packed: stored.packed))] + others {
            let isRaw = stored.dictionary == nil
            var decoder = BodyDecoder()
            let read = try decoder.decode(
                stored.blob, size: Int64(stored.size), isPacked: stored.packed != nil,
                dictionary: isRaw ? nil : dictionary ?? BodyDictionary(id: 0, bytes: []),
                base: stored.base == nil ? nil : base, position: 1)
            try BrokenProperty.unless(
                read == BodyDecoder.Decoded(body: body, packed: stored.packed),
                "a body is decoded to what was encoded")
        }
        if let block = compressBlock(body) {
            try BrokenProperty.unless(
                decompressBlock(block, size: body.count) == body, "a plain block is what it was")
        }
    }

    private static func checkText(_ body: [UInt8]) throws {
        let content = try accepted(refusing: .corrupt) { () throws(StoreError) in
            try parseBody(body, position: 1)
        }
        guard let content else { return }
        let written = encodeBody(
            change: content.change, reason: content.reason, context: content.context)
        let again = try parseBody(written, position: 1)
        try BrokenProperty.unless(again == content, "a body's content is read as it was written")
        try BrokenProperty.unless(
            written
                == encodeBody(
                    change: again.change, reason: again.reason, context: again.context),
            "the same content is always the same bytes")
        var document: JSONObject? = ["a": 1, "status": ["b": nil]]
        content.apply(to: &document)
        try BrokenProperty.unless(
            !content.change.deleted || document == nil, "what is deleted has no document")
    }
}
