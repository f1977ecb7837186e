import AnnalsModel

extension JSONNumber {
    /// The floating-point value, or nil if it says something else than the literal.
    ///
    /// It says the same if it is, written as short as possible, the same decimal number: so for
    /// `0.1` and `1e2`, but not for `0.10000000000000000001`.
    var exactDouble: Double? {
        guard let double else { return nil }
        let decimal = Decimal(literal)
        // Up to 15 digits survive the way through a Double, away from the ends of its range.
        if decimal.digits.count <= 15, abs(decimal.exponent) < 280 { return double }
        return decimal == Decimal("\(double)") ? double : nil
    }

    /// A decimal number without what does not count: leading and trailing zeros.
    private struct Decimal: Equatable {
        private(set) var isNegative = false
        private(set) var digits: [UInt8] = []
        /// Power of ten of the last digit; 0 for zero.
        private(set) var exponent = 0

        init(_ literal: String) {
            var rest = literal.utf8[...]
            isNegative = rest.first == UInt8(ascii: "-")
            if isNegative { rest.removeFirst() }
            var isFraction = false
            while let byte = rest.first, byte | 0x20 != UInt8(ascii: "e") {
                rest.removeFirst()
                if byte == UInt8(ascii: ".") {
                    isFraction = true
                    continue
                }
                if isFraction { exponent -= 1 }
                if !digits.isEmpty || byte != UInt8(ascii: "0") { digits.append(byte) }
            }
            exponent += Self.exponent(rest.dropFirst())
            while digits.last == UInt8(ascii: "0") {
                digits.removeLast()
                exponent += 1
            }
            if digits.isEmpty {
                isNegative = false
                exponent = 0
            }
        }

        /// An exponent too large for an Int is as good as any that no Double has.
        private static func exponent(_ text: Substring.UTF8View) -> Int {
            guard !text.isEmpty else { return 0 }
            let isNegative = text.first == UInt8(ascii: "-")
            return Int(Substring(text)) ?? (isNegative ? -1_000_000 : 1_000_000)
        }
    }
}
