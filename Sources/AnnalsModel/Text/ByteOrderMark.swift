/// U+FEFF at the beginning of a text in UTF-8, as some editors and shells write it.
///
/// What somebody gives, in a file, on a line of its own or as an argument, JSON, SQL, keys, proofs
/// and checkpoints alike, may begin with one; it is no part of the value. What the store itself
/// writes never has one.
package enum ByteOrderMark {
    private static let bytes: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// Bytes of it at the beginning of a text: 3 or none.
    package static func length(in text: some Sequence<UInt8>) -> Int {
        text.starts(with: bytes) ? bytes.count : 0
    }

    /// A text without the mark.
    package static func dropped(from text: [UInt8]) -> [UInt8] {
        let length = length(in: text)
        return length == 0 ? text : Array(text.dropFirst(length))
    }
}
