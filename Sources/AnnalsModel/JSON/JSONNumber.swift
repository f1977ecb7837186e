/// A JSON number as it was written.
///
/// Numbers are never rounded or rewritten: two are equal if their literals are, `1.0` is not `1`.
public struct JSONNumber: Hashable, Sendable {
    /// The number as it was written, for example `-1.50e+3`.
    public let literal: String

    /// The number of an integer.
    public init(_ value: Int64) {
        literal = String(value)
    }

    /// The number of a floating-point value, in the shortest form that parses back to it.
    ///
    /// The result is nil if the value is infinite or no number.
    public init?(_ value: Double) {
        guard value.isFinite else { return nil }
        literal = "\(value)"
    }

    /// The number of a literal, or nil if the text is not a JSON number (RFC 8259).
    public init?(literal: String) {
        guard Self.isLiteral(literal.utf8) else { return nil }
        self.literal = literal
    }

    /// Wraps a literal that the parser has checked.
    init(checked literal: String) {
        self.literal = literal
    }

    /// The value if the literal is an integer, without fraction and exponent, within Int64.
    public var int64: Int64? { Int64(literal) }

    /// The nearest floating-point value, or nil if that would be infinite.
    public var double: Double? {
        Double(literal).flatMap { $0.isFinite ? $0 : nil }
    }

    private static func isLiteral(_ bytes: String.UTF8View) -> Bool {
        var rest = bytes[...]
        func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
        func skipDigits() -> Bool {
            let count = rest.prefix(while: isDigit).count
            rest = rest.dropFirst(count)
            return count > 0
        }
        if rest.first == UInt8(ascii: "-") { rest = rest.dropFirst() }
        if rest.first == UInt8(ascii: "0") {
            rest = rest.dropFirst()
        } else if !skipDigits() {
            return false
        }
        if rest.first == UInt8(ascii: ".") {
            rest = rest.dropFirst()
            guard skipDigits() else { return false }
        }
        if rest.first == UInt8(ascii: "e") || rest.first == UInt8(ascii: "E") {
            rest = rest.dropFirst()
            if rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-") {
                rest = rest.dropFirst()
            }
            guard skipDigits() else { return false }
        }
        return rest.isEmpty
    }
}

extension JSONNumber: CustomStringConvertible {
    /// The number as it was written.
    public var description: String { literal }
}
