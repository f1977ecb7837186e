/// U+FEFF at the beginning of a text in UTF-8, as some editors and shells write it.
///
/// JSON that somebody gives, in a file, on a line of its own or as an argument, may begin with one;
/// it is no part of the value. What the store itself writes never has one.
package enum ByteOrderMark {
    private static let bytes: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// Bytes of it at the beginning of a text: 3 or none.
    package static func length(in text: some Sequence<UInt8>) -> Int {
        text.starts(with: bytes) ? bytes.count : 0
    }
}
