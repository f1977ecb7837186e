extension JSONNumber {
    /// The floating-point value if it says the same as the literal, else nil.
    ///
    /// It says the same if the shortest decimal that parses back to it is, as a number, the
    /// literal: `0.10` and `1e3` have such a value, `3.14159265358979323846` and `1e999` have none.
    public var exactDouble: Double? {
        guard let double, let given = Decimal(literal) else { return nil }
        return given == Decimal("\(double)") ? double : nil
    }

    /// A decimal number as significant digits, without zeros around them, and a power of ten.
    private struct Decimal: Equatable {
        private var isNegative = false
        private var digits: [UInt8] = []
        /// The power of ten of a unit of the last digit.
        private var exponent = 0

        /// Takes a JSON number apart; nil if its exponent is beyond all floating-point values.
        init?(_ literal: String) {
            var rest = literal.utf8[...]
            if rest.first == UInt8(ascii: "-") {
                isNegative = true
                rest.removeFirst()
            }
            let mantissa = rest.prefix { $0 | 0x20 != UInt8(ascii: "e") }
            rest = rest.dropFirst(mantissa.count + 1)
            if !rest.isEmpty {
                guard let power = Int(Substring(rest)), power.magnitude < 1 << 32 else {
                    return nil
                }
                exponent = power
            }
            var isFraction = false
            for byte in mantissa {
                if byte == UInt8(ascii: ".") {
                    isFraction = true
                    continue
                }
                if isFraction { exponent -= 1 }
                if byte != UInt8(ascii: "0") || !digits.isEmpty { digits.append(byte) }
            }
            while digits.last == UInt8(ascii: "0") {
                digits.removeLast()
                exponent += 1
            }
            if digits.isEmpty {
                isNegative = false
                exponent = 0
            }
        }
    }
}
