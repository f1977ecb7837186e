// The one law of what a number is in a column, in an answer and as a typed value.

extension JSONNumber {
    /// The floating-point value that stands for the literal; nil where none does.
    ///
    /// - An integer within Int64, written as one, has the value that is equal to it, if there is
    ///   one.
    /// - Any other literal of up to 17 significant digits has the nearest value: as many digits as
    ///   programs write to say which value they mean, so `0.10` and `97.599999999999994` have one.
    /// - One of more digits says more than a floating-point value can, so
    ///   `3.14159265358979323846` has none.
    ///
    /// What lies beyond all floating-point values, `1e999`, or is so small that only 0 is near,
    /// `1e-999`, has none.
    public var exactDouble: Double? {
        if let int64 { return Double(exactly: int64) }
        guard let decimal = Decimal(literal) else { return nil }
        // SQLite has no negative zero in a column of reals.
        if decimal.digits.isEmpty { return 0 }
        guard decimal.digits.count <= Self.digitsOfDouble, let double, double != 0 else {
            return nil
        }
        return double
    }

    /// The integer within Int64 that the number is, also where it is written with a fraction of
    /// zeros or an exponent (`12.0`, `1e3`); nil for any other number.
    ///
    /// What is not written as an integer must have a floating-point value equal to it, since that
    /// is how it reaches a column.
    public var exactInt64: Int64? {
        if let int64 { return int64 }
        guard let decimal = Decimal(literal), let double = exactDouble,
            let integer = Int64(exactly: double), integer > .min,
            decimal == Decimal(String(integer))
        else { return nil }
        return integer
    }

    /// Whether both stand for the same value, however they are written; false if one is beyond all
    /// floating-point values.
    func hasSameValue(as other: JSONNumber) -> Bool {
        guard let own = Decimal(literal), let its = Decimal(other.literal) else { return false }
        return own == its
    }

    /// Significant digits that tell any two floating-point values apart (IEEE 754, binary64).
    private static let digitsOfDouble = 17

    /// A decimal number as significant digits, without zeros around them, and a power of ten.
    private struct Decimal: Equatable {
        private var isNegative = false
        private(set) var digits: [UInt8] = []
        /// The power of ten of a unit of the last digit.
        private var exponent = 0

        /// Takes a JSON number apart; nil if its exponent is beyond all floating-point values, and
        /// it is not zero.
        init?(_ literal: String) {
            var rest = literal.utf8[...]
            if rest.first == UInt8(ascii: "-") {
                isNegative = true
                rest.removeFirst()
            }
            let mantissa = rest.prefix { $0 | 0x20 != UInt8(ascii: "e") }
            rest = rest.dropFirst(mantissa.count + 1)
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
            guard !digits.isEmpty else {
                // Zero, whatever the exponent says.
                isNegative = false
                exponent = 0
                return
            }
            guard !rest.isEmpty else { return }
            guard let power = Int(Substring(rest)), power.magnitude < 1 << 32 else { return nil }
            exponent += power
        }
    }
}
