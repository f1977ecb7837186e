/// How hard to look for matches: how many earlier places to compare with.
struct MatchEffort {
    /// Places in the dictionary.
    var inDictionary: Int
    /// Places in the base and in the body itself.
    var inText: Int
    /// Places that have in common what stands around the end of the match found so far.
    var atEnd: Int
    /// Bytes of a match below which one that begins a little later is looked for too.
    var lazyBytes: Int

    /// For bodies alone: about 2.5 µs for 275 bytes.
    static let quick = MatchEffort(inDictionary: 4, inText: 2, atEnd: 8, lazyBytes: 0)
    /// For bodies with a base, which are large and few: about 8 ns a byte, and a twentieth smaller.
    static let thorough = MatchEffort(inDictionary: 8, inText: 8, atEnd: 8, lazyBytes: 24)
}
