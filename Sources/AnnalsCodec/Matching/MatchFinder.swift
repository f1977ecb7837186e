/// Looks for the longest earlier occurrence of what stands at a place of a text.
///
/// The text is a base and a body behind it; before it stands a dictionary with an index of its own.
/// All places are offsets in the text; a distance may reach back into the dictionary.
struct MatchFinder {
    struct Match {
        var length: Int
        var distance: Int
    }

    private let text: UnsafePointer<UInt8>
    private let count: Int
    private let dictionary: IndexedDictionary
    private let effort: MatchEffort
    // As in the dictionary's index, for the places of the text below `indexed`.
    private let heads: UnsafeMutablePointer<UInt32>
    private let links: UnsafeMutablePointer<UInt32>
    private let hashBits: Int
    private var indexed = 0

    /// - Parameters:
    ///   - heads: Room for 2^hashBits entries, all 0.
    ///   - links: Room for an entry for each place of the text.
    init(
        _ text: UnsafePointer<UInt8>, count: Int, after dictionary: IndexedDictionary,
        _ effort: MatchEffort, heads: UnsafeMutablePointer<UInt32>, hashBits: Int,
        links: UnsafeMutablePointer<UInt32>
    ) {
        self.text = text
        self.count = count
        self.dictionary = dictionary
        self.effort = effort
        self.heads = heads
        self.links = links
        self.hashBits = hashBits
    }

    /// The last place at which a match may begin (LZ4 block format, end of block conditions).
    var lastPlace: Int { count &- 12 }

    /// The longest match at a place that is longer than a minimum.
    ///
    /// - Returns: The minimum and distance 0 if there is none.
    @inline(__always)
    mutating func longest(at place: Int, over minimum: Int) -> Match {
        index(to: place)
        var match = Match(length: minimum, distance: 0)
        searchText(place, hashedAt: 0, tries: effort.inText, &match)
        searchDictionary(place, hashedAt: 0, tries: effort.inDictionary, &match)
        // What continues over the end of the match has the bytes around that end in common: few
        // places have, so this finds long matches that the first few candidates do not show.
        let end = match.length &- Self.overlap
        if end > Self.overlap, place &+ end &+ Word.byteCount <= count {
            searchText(place, hashedAt: end, tries: effort.atEnd, &match)
            searchDictionary(place, hashedAt: end, tries: effort.atEnd, &match)
        }
        return match
    }

    /// How many bytes before a place the two sides of a match have in common too.
    ///
    /// - Parameter limit: Bytes at most.
    func commonBytes(before place: Int, distance: Int, limit: Int) -> Int {
        var length = 0
        while length < limit {
            let next = place &- length &- 1
            guard let earlier = byte(at: next &- distance), earlier == text[next] else { break }
            length &+= 1
        }
        return length
    }

    private func byte(at place: Int) -> UInt8? {
        if place >= 0 { return text[place] }
        let inDictionary = dictionary.count &+ place
        return inDictionary >= 0 ? dictionary.bytes[inDictionary] : nil
    }

    @inline(__always)
    private mutating func index(to place: Int) {
        let end = min(place, count &- Word.byteCount &+ 1)
        while indexed < end {
            let hash = Word.hash(text + indexed, bits: hashBits)
            links[indexed] = heads[hash]
            heads[hash] = UInt32(truncatingIfNeeded: indexed &+ 1)
            indexed &+= 1
        }
    }

    /// Compares with places in the text whose hash so many bytes behind them is that behind
    /// `place`.
    @inline(__always)
    private func searchText(_ place: Int, hashedAt shift: Int, tries: Int, _ match: inout Match) {
        let limit = count &- Self.literalsAtEnd &- place
        var next = Int(heads[Word.hash(text + place + shift, bits: hashBits)])
        var tries = tries
        while next != 0, tries > 0 {
            let candidate = next &- 1 &- shift
            if candidate >= 0 {
                let distance = place &- candidate
                if distance > Self.distanceMax { break }
                if match.length < limit,
                    text[candidate &+ match.length] == text[place &+ match.length]
                {
                    let length = Word.common(text + candidate, text + place, limit: limit)
                    if length > match.length { match = Match(length: length, distance: distance) }
                }
            }
            next = Int(links[next &- 1])
            tries &-= 1
        }
    }

    /// Compares with places in the dictionary whose hash so many bytes behind them is that behind
    /// `place`.
    @inline(__always)
    private func searchDictionary(
        _ place: Int, hashedAt shift: Int, tries: Int, _ match: inout Match
    ) {
        let limit = count &- Self.literalsAtEnd &- place
        var next = Int(
            dictionary.heads[Word.hash(text + place + shift, bits: IndexedDictionary.hashBits)])
        var tries = tries
        while next != 0, tries > 0 {
            let candidate = next &- 1 &- shift
            if candidate >= 0 {
                let distance = dictionary.count &- candidate &+ place
                if distance > Self.distanceMax { break }
                let limit = min(limit, dictionary.count &- candidate)
                if match.length < limit,
                    dictionary.bytes[candidate &+ match.length] == text[place &+ match.length]
                {
                    let length = Word.common(
                        dictionary.bytes + candidate, text + place, limit: limit)
                    if length > match.length { match = Match(length: length, distance: distance) }
                }
            }
            next = Int(dictionary.links[next &- 1])
            tries &-= 1
        }
    }

    /// Bytes in front of the end of a match from which a longer one is looked for: with two more
    /// they are the five that are hashed.
    private static let overlap = 3
    private static let distanceMax = 65_535
    private static let literalsAtEnd = 5
}
