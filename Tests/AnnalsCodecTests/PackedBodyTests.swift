import AnnalsModel
import AnnalsTesting
import Foundation
import Testing

@testable import AnnalsCodec

/// Long texts of base64 digits, which are stored as the bytes that they spell.
@Suite struct PackedBodyTests {
    private static let check: [UInt8] = [1, 2, 3, 4]

    private func body(_ bytes: [UInt8], _ rest: String = "\"}}") -> [UInt8] {
        Array(#"{"data":{"kind":"file","base64":""#.utf8)
            + Array(Data(bytes).base64EncodedString().utf8) + Array(rest.utf8)
    }

    private func bytes(_ count: Int, _ random: inout SeededRandom) -> [UInt8] {
        (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
    }

    private func encode(
        _ body: [UInt8], base: [UInt8]? = nil, isHigh: Bool = false,
        form: BodyEncoder.Form = .smaller
    ) throws -> StoredBody {
        let stored = BodyEncoder().encode(
            body, check: Self.check, dictionary: nil, base: base.map { (9, $0) },
            highCompression: isHigh, form: form)
        let again = BodyStorage(column: stored.storage.column)
        #expect(again == stored.storage)
        var decoder = BodyDecoder()
        let decoded = try decoder.decode(
            stored.blob, size: Int64(stored.size), isPacked: again.isPacked,
            dictionary: again.dictionary.map { BodyDictionary(id: $0, bytes: []) },
            base: stored.base == nil ? nil : base, position: 1)
        #expect(decoded.body == body)
        #expect(decoded.packed == stored.packed)
        return stored
    }

    @Test func theBytesOfAPackedBody() throws {
        // 384 zeros are 512 digits "A".
        let zeros = [UInt8](repeating: 0, count: 385)
        let text = body(zeros)
        let packed = try #require(PackedBody.pack(text))
        let front = Array(#"{"data":{"kind":"file","base64":""#.utf8)
        let end = Array(#"AA=="}}"#.utf8)
        var expected = [UInt8(front.count), 0, 0, 0] + front
        expected += [0x80, 0x01, 0, 0] + [UInt8](repeating: 0, count: 384)
        expected += [UInt8(end.count), 0, 0, 0] + end
        #expect(packed == expected)
        #expect(PackedBody.unpack(packed, size: text.count) == text)
    }

    @Test func whatTheColumnSays() {
        let columns: [(Int64?, BodyStorage)] = [
            (nil, BodyStorage(dictionary: nil, isPacked: false)),
            (0, BodyStorage(dictionary: 0, isPacked: false)),
            (7, BodyStorage(dictionary: 7, isPacked: false)),
            (-2, BodyStorage(dictionary: nil, isPacked: true)),
            (-3, BodyStorage(dictionary: 0, isPacked: true)),
            (-10, BodyStorage(dictionary: 7, isPacked: true)),
        ]
        for (column, storage) in columns {
            #expect(storage.column == column)
            #expect(BodyStorage(column: column) == storage)
        }
    }

    @Test func bytesCostWhatTheyAre() throws {
        try checkProperty(times: 3) { random in
            for count in [400, 3_000, 60_000, 300_000] {
                for rest in ["\"}}", "+/+/\"}}", "\n\"},\"reason\":\"\"}"] {
                    let stored = try encode(body(bytes(count, &random), rest))
                    #expect(stored.packed != nil)
                    #expect(stored.blob.count <= count + 90)
                }
            }
        }
    }

    @Test func severalTextsAndWhatIsNoneReadBack() throws {
        try checkProperty(times: 20) { random in
            var text: [UInt8] = []
            for _ in 0..<Int.random(in: 1...8, using: &random) {
                let count = [0, 1, 2, 3, 382, 383, 384, 385, 386, 387, 2_000].randomElement(
                    using: &random)
                text += Array(Data(bytes(count ?? 0, &random)).base64EncodedString().utf8)
                let others = ["", "\"", "=", "\\n", "-", "é", "a b"]
                text += Array((others.randomElement(using: &random) ?? "").utf8)
            }
            _ = try encode(text)
            _ = try encode(text, isHigh: true)
            if let packed = PackedBody.pack(text) {
                _ = try encode(text, form: .kept(packed: packed))
                _ = try encode(text, form: .kept(packed: nil))
            }
        }
    }

    @Test func textThatRepeatsStaysText() throws {
        for digit in ["x", "AbC9"] {
            let repeated = String(repeating: digit, count: 5_000)
            #expect(try encode(Array("{\"a\":\"\(repeated)\"}".utf8)).packed == nil)
        }
        let words = Array(repeating: "words of a usual length", count: 900).joined(separator: " ")
        #expect(PackedBody.pack(Array(words.utf8)) == nil)
    }

    @Test func aVersionOfBinaryContentIsStoredAfterTheOneBefore() throws {
        try checkProperty { random in
            for count in [20_000, 200_000] {
                var content = bytes(count, &random)
                let old = body(content)
                // Not a multiple of three: as text nothing would be the same from here on.
                content.insert(contentsOf: [1, 2], at: 7_000)
                let base = try #require(try encode(old).packed)
                let stored = try encode(body(content), base: base)
                #expect(stored.base == 9 && stored.packed != nil)
                #expect(stored.blob.count < 2_500)
            }
        }
    }

    /// What a training reads of a large body is the beginning of what was compressed.
    @Test func theFrontIsWhatWasCompressedFirst() throws {
        try checkProperty { random in
            let noise = bytes(90_000, &random)
            let words = Array(
                String(repeating: "words \(noise[0]) that repeat. ", count: 6_000).utf8)
            let dictionary = BodyDictionary(id: 3, bytes: Array(words.prefix(200)))
            for text in [body(noise), body(noise + noise), words, Array(words.prefix(900))] {
                let stored = BodyEncoder().encode(
                    text, check: Self.check, dictionary: dictionary, base: nil,
                    highCompression: false)
                func front(_ blob: [UInt8]) -> [UInt8]? {
                    var decoder = BodyDecoder()
                    return blob.withUnsafeBytes { blob in
                        decoder.front(
                            of: blob, size: Int64(stored.size), isPacked: stored.packed != nil,
                            dictionary: stored.dictionary == nil ? nil : dictionary)
                    }
                }
                #expect(front(stored.blob) == Array((stored.packed ?? text).prefix(65_536)))
                for count in 0..<12 { #expect(front(Array(stored.blob.prefix(count))) == nil) }
            }
        }
    }

    /// Whatever is stored, decoding gives a body of the right size or an error.
    @Test func damageNeverCrashes() throws {
        try checkProperty(times: 3) { random in
            let stored = try encode(body(bytes(900, &random)))
            for _ in 0..<400 {
                var blob = stored.blob
                for _ in 0..<Int.random(in: 1...3, using: &random) {
                    let place = Int.random(in: 4..<min(80, blob.count), using: &random)
                    blob[place] = UInt8.random(in: 0...255, using: &random)
                }
                if Bool.random(using: &random) {
                    blob.removeLast(Int.random(in: 0...blob.count, using: &random))
                }
                let size = Int64.random(in: 0...2_000, using: &random)
                for column in [-2, -3, nil, 0] as [Int64?] {
                    let storage = BodyStorage(column: column)
                    var decoder = BodyDecoder()
                    let decoded = try? decoder.decode(
                        blob, size: size, isPacked: storage.isPacked,
                        dictionary: storage.dictionary.map { BodyDictionary(id: $0, bytes: []) },
                        base: nil, position: 1)
                    #expect(decoded == nil || decoded?.body.count == Int(size))
                }
            }
        }
    }
}
