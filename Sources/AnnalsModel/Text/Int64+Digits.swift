extension Int64 {
    /// The number in as many digits as any has, so that texts of them sort as the numbers do; it is
    /// not negative.
    package var inAllDigits: String {
        let digits = String(self)
        return String(repeating: "0", count: Swift.max(0, Self.digitsMax - digits.count)) + digits
    }

    private static let digitsMax = String(Int64.max).count
}
