extension String {
    /// The beginning of the text, ending in `…`, no wider than `width`; the whole text if it fits.
    func cut(toWidth width: Int) -> String {
        guard displayWidth > width else {
            return self
        }
        var room = width - 1
        var end = startIndex
        while end < endIndex, self[end].displayWidth <= room {
            room -= self[end].displayWidth
            formIndex(after: &end)
        }
        return self[..<end] + "…"
    }

    /// The text without its middle, for which `…` stands, no wider than `width`: both ends of a
    /// path, a pointer or an id tell it from others; the whole text if it fits.
    func cutInside(toWidth width: Int) -> String {
        guard displayWidth > width else {
            return self
        }
        // The beginning says what it is: it gets the larger part, and what the end leaves over.
        let room = max(width - 1, 0)
        var end = endIndex
        var tail = 0
        while end > startIndex {
            let before = index(before: end)
            guard tail + self[before].displayWidth <= room * 2 / 5 else { break }
            tail += self[before].displayWidth
            end = before
        }
        var start = startIndex
        var head = 0
        while start < end, head + self[start].displayWidth <= room - tail {
            head += self[start].displayWidth
            formIndex(after: &start)
        }
        return self[..<start] + "…" + self[end...]
    }
}
