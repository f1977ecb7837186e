/// The trace that a request belongs to: the header of W3C Trace Context.
enum TraceParent {
    /// The id of the trace: 32 hexadecimal digits.
    ///
    /// - Returns: Nil for a header that is none, which the specification says to pass over.
    static func traceID(_ text: String) -> String? {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count >= 4, parts[0].count == 2, parts[0] != "ff", parts[1].count == 32,
            parts[1].allSatisfy({ $0.isASCII && $0.isHexDigit && !$0.isUppercase }),
            parts[1].contains(where: { $0 != "0" })
        else { return nil }
        return String(parts[1])
    }
}
