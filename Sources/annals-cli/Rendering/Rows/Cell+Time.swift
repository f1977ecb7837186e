import AnnalsModel

// Times in UTC, as short as they can be and still say which time is meant.

extension Cell {
    /// Whether it is a time in UTC: RFC 3339, or to the second as `log` shows it.
    var isTime: Bool {
        let form = "0000-00-00T00:00:00"
        let bytes = Array(text.utf8)
        guard bytes.count >= form.utf8.count else { return false }
        for (byte, sign) in zip(bytes, form.utf8) {
            let fits =
                switch sign {
                case UInt8(ascii: "0"): Self.digits.contains(byte)
                case UInt8(ascii: "T"): byte == sign || byte == UInt8(ascii: " ")
                default: byte == sign
                }
            guard fits else { return false }
        }
        var rest = bytes.dropFirst(form.utf8.count)
        if rest.last == UInt8(ascii: "Z") { rest.removeLast() }
        return rest.isEmpty
            || rest.first == UInt8(ascii: ".") && rest.dropFirst().allSatisfy(Self.digits.contains)
    }

    private static let digits = UInt8(ascii: "0")...UInt8(ascii: "9")

    /// The time of a day that is today, month, day and minute of this year, else the date; what is
    /// no time stays.
    ///
    /// - Parameter today: The date in UTC, as in `2025-01-31`.
    func shortTime(today: String) -> Cell {
        guard isTime else { return self }
        let date = text.prefix(10)
        if date == today {
            return Cell(.string(String(text.dropFirst(11).prefix(8))))
        }
        guard date.prefix(4) == today.prefix(4) else { return Cell(.string(String(date))) }
        return Cell(.string("\(date.dropFirst(5)) \(text.dropFirst(11).prefix(5))"))
    }
}
