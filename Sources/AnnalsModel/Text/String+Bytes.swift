extension String {
    /// Where so many bytes of the text end, or a few fewer, so that no scalar is cut.
    package func end(ofBytes count: Int) -> Index {
        guard utf8.count > count else { return endIndex }
        var end = utf8.index(startIndex, offsetBy: count)
        // Where a scalar goes on, none begins.
        while end > startIndex, utf8[end] & 0xC0 == 0x80 { end = utf8.index(before: end) }
        return end
    }
}
