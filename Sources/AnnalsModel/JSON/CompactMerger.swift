/// Changes objects that are compact JSON as ``Change`` changes trees: what it makes is, byte for
/// byte, the text of the changed tree.
///
/// Every text must be one that a ``CompactScanner`` took, or that was made here.
package struct CompactMerger {
    /// Members of the objects that are being merged, the innermost last.
    private var own: [CompactMember] = []
    /// Members of what is merged into them.
    private var given: [CompactMember] = []
    /// For each of `own`, the one of `given` that takes its place, or -1.
    private var places: [Int32] = []
    /// For each of `given`, whether it takes the place of another.
    private var isKnown: [Bool] = []

    /// Its working memory is kept between texts.
    package init() {}

    /// Merges an object into another, deeply.
    ///
    /// - Parameters:
    ///   - object: Merged over the document.
    ///   - out: The merged object is appended to it.
    package mutating func merge(
        _ object: UnsafeRawBufferPointer, into document: UnsafeRawBufferPointer,
        to out: inout [UInt8]
    ) {
        merge(object, 0..<object.count, document, 0..<document.count, &out)
    }

    /// Where the bytes lie that have to go for a member to go away.
    ///
    /// - Parameter tokens: Names of the member and of the objects around it, outermost first, each
    ///   in its quotation marks as it is written.
    /// - Returns: nil if there is no such member, or something around it is no object.
    package mutating func cut(
        _ tokens: [[UInt8]], from document: UnsafeRawBufferPointer
    ) -> Range<Int>? {
        var range = 0..<document.count
        for (depth, token) in tokens.enumerated() {
            own.removeAll(keepingCapacity: true)
            CompactMember.list(in: document, range, to: &own)
            defer { own.removeAll(keepingCapacity: true) }
            let index = token.withUnsafeBytes { token in
                own.firstIndex {
                    document.hasSameBytes($0.name, as: token, 0..<token.count)
                }
            }
            guard let index else { return nil }
            let member = own[index]
            if depth + 1 < tokens.count {
                guard document[member.value.lowerBound] == Self.openBrace else { return nil }
                range = member.value
            } else if index + 1 < own.count {
                return Int(member.start)..<Int(own[index + 1].start)
            } else {
                let start = index > 0 ? own[index - 1].end : member.start
                return Int(start)..<Int(member.end)
            }
        }
        return nil
    }

    private static let openBrace = UInt8(ascii: "{")

    // MARK: Merging

    private mutating func merge(
        _ object: UnsafeRawBufferPointer, _ range: Range<Int>,
        _ document: UnsafeRawBufferPointer, _ documentRange: Range<Int>, _ out: inout [UInt8]
    ) {
        let (firstOwn, firstGiven) = (own.count, given.count)
        defer {
            own.removeLast(own.count - firstOwn)
            places.removeLast(places.count - firstOwn)
            given.removeLast(given.count - firstGiven)
            isKnown.removeLast(isKnown.count - firstGiven)
        }
        CompactMember.list(in: document, documentRange, to: &own)
        CompactMember.list(in: object, range, to: &given)
        let (endOwn, endGiven) = (own.count, given.count)
        for _ in firstOwn..<endOwn { places.append(-1) }
        for _ in firstGiven..<endGiven { isKnown.append(false) }
        guard firstOwn < endOwn else {
            out.append(object, range)
            return
        }
        match(object, firstGiven..<endGiven, document, firstOwn..<endOwn)
        var start = documentRange.lowerBound
        for index in firstOwn..<endOwn where places[index] >= 0 {
            let old = own[index].value
            let new = given[Int(places[index])].value
            out.append(document, start..<old.lowerBound)
            if document[old.lowerBound] == Self.openBrace,
                object[new.lowerBound] == Self.openBrace
            {
                merge(object, new, document, old, &out)
            } else {
                out.append(object, new)
            }
            start = old.upperBound
        }
        out.append(document, start..<documentRange.upperBound - 1)
        for index in firstGiven..<endGiven where !isKnown[index] {
            out.append(UInt8(ascii: ","))
            out.append(object, Int(given[index].start)..<Int(given[index].end))
        }
        out.append(UInt8(ascii: "}"))
    }

    /// Finds which members take the place of which.
    private mutating func match(
        _ object: UnsafeRawBufferPointer, _ new: Range<Int>,
        _ document: UnsafeRawBufferPointer, _ old: Range<Int>
    ) {
        // They come mostly in the order that they have in the document.
        var next = old.lowerBound
        for index in new {
            let name = given[index].name
            var place = next
            for _ in old {
                if place == old.upperBound { place = old.lowerBound }
                if document.hasSameBytes(own[place].name, as: object, name) {
                    places[place] = Int32(index)
                    isKnown[index] = true
                    next = place + 1
                    break
                }
                place += 1
            }
        }
    }
}

extension [UInt8] {
    /// Appends some bytes as one block.
    @inline(__always)
    fileprivate mutating func append(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>) {
        append(contentsOf: UnsafeRawBufferPointer(rebasing: bytes[range]))
    }
}
