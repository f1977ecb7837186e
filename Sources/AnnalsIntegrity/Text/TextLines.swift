import AnnalsModel

/// The lines of a text as notes, checkpoints, keys and proof bundles are made of them: UTF-8, each
/// line with a newline at its end, and no other control character below U+0020.
struct TextLines {
    /// What the text is, for messages: `the note`.
    let what: String
    /// The number of the first line, for messages.
    let firstNumber: Int
    /// The lines without their newlines; at least one.
    let lines: [ArraySlice<UInt8>]

    private static let newline = UInt8(ascii: "\n")

    /// Cuts a text into lines.
    ///
    /// - Throws: `invalidArgument` if it is empty, does not end with a newline, is not UTF-8 or has
    ///   another control character; the message names the line.
    init(
        _ bytes: ArraySlice<UInt8>, of what: String, firstNumber: Int = 1
    ) throws(StoreError) {
        self.what = what
        self.firstNumber = firstNumber
        guard let last = bytes.last else {
            throw StoreError(.invalidArgument, "\(what) is empty: give its whole text")
        }
        lines = bytes.dropLast(last == Self.newline ? 1 : 0)
            .split(separator: Self.newline, omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() {
            if line.contains(where: { $0 < 0x20 }) {
                throw error(index, "has a control character: only newlines may stand there")
            }
            // Decoding repairs what is not UTF-8, so that other bytes come out.
            if !String(decoding: line, as: UTF8.self).utf8.elementsEqual(line) {
                throw error(index, "is not UTF-8: give the text as it was written")
            }
        }
        if last != Self.newline {
            throw error(lines.count - 1, "has no newline at its end: give the whole text")
        }
    }

    /// A line as text.
    func text(_ index: Int) -> String {
        String(decoding: lines[index], as: UTF8.self)
    }

    /// The lines of a range as text, each with its newline.
    func text(_ range: Range<Int>) -> String {
        range.map { text($0) + "\n" }.joined()
    }

    /// The error that a line has; `problem` completes the sentence `line 3 of the note …`.
    func error(_ index: Int, _ problem: String) -> StoreError {
        StoreError(.invalidArgument, "line \(firstNumber + index) of \(what) \(problem)")
    }

    /// The error that there is no line at an index; `missing` says what should stand there.
    func missing(_ index: Int, _ missing: String) -> StoreError {
        StoreError(
            .invalidArgument,
            "\(what) ends before line \(firstNumber + index): \(missing) is missing")
    }

    /// The 32 bytes of base64 of a line.
    ///
    /// - Throws: `invalidArgument` naming the line.
    func digest(_ index: Int) throws(StoreError) -> Digest {
        guard let bytes = Base64.decode(lines[index]), let digest = Digest(bytes: bytes) else {
            throw error(index, "is no hash: give 32 bytes in base64")
        }
        return digest
    }
}

extension Int64 {
    /// Reads ASCII decimal digits without sign and leading zeros.
    ///
    /// - Returns: nil if the text is anything else, or a number from 2^63.
    init?(decimal text: ArraySlice<UInt8>) {
        guard let first = text.first, text.count == 1 || first != UInt8(ascii: "0") else {
            return nil
        }
        var number: Int64 = 0
        for digit in text {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
            let (tens, isTooLarge) = number.multipliedReportingOverflow(by: 10)
            let (sum, isLarger) = tens.addingReportingOverflow(Int64(digit - UInt8(ascii: "0")))
            if isTooLarge || isLarger { return nil }
            number = sum
        }
        self = number
    }
}
