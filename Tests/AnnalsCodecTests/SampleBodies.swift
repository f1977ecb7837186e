import AnnalsTesting

/// Bodies like those of a fleet of agents, made of a seed.
struct SampleBodies {
    private var random: SeededRandom

    init(_ random: SeededRandom) {
        self.random = random
    }

    private static let words = """
        coordination refactor analysis migration database schema integration workspace captain \
        quality assurance review pending deploy monitor pipeline consolidate testing validation
        """.split(separator: " ")

    private mutating func text(_ range: ClosedRange<Int>) -> String {
        (0..<Int.random(in: range, using: &random))
            .map { _ in Self.words[Int.random(in: 0..<Self.words.count, using: &random)] }
            .joined(separator: " ")
    }

    /// A body of about 60 to 800 bytes.
    mutating func next() -> [UInt8] {
        let agent = Int.random(in: 1...24, using: &random)
        let seconds = Int.random(in: 10...59, using: &random)
        let data =
            switch Int.random(in: 0..<4, using: &random) {
            case 0: #"{"status":"in_progress","started_at":"2025-01-01T11:06:\#(seconds)Z"}"#
            case 1: #"{"agent_id":"Agent-\#(agent)","title":"\#(text(2...6))","status":"pending"}"#
            case 2: #"{"from_agent":"Agent-\#(agent)","content":"\#(text(10...70))"}"#
            default: #"{"notes":"\#(text(5...25))","progress":\#(seconds)}"#
            }
        return Array(#"{"data":\#(data)}"#.utf8)
    }

    /// A body of at least so many bytes.
    mutating func large(_ bytes: Int) -> [UInt8] {
        var body: [UInt8] = []
        body.reserveCapacity(bytes + 1_000)
        while body.count < bytes { body += next() }
        return body
    }

    /// A body like another one, with some bytes replaced, taken out or put in.
    mutating func edited(_ body: [UInt8]) -> [UInt8] {
        var edited = body
        for _ in 0..<Int.random(in: 1...4, using: &random) {
            let start = Int.random(in: 0...edited.count, using: &random)
            let end = min(edited.count, start + Int.random(in: 0...40, using: &random))
            edited.replaceSubrange(start..<end, with: Array(text(0...6).utf8))
        }
        return edited
    }

    /// Bytes that no compressor makes smaller.
    mutating func noise(_ count: Int) -> [UInt8] {
        (0..<count).map { _ in UInt8.random(in: 0...UInt8.max, using: &random) }
    }
}
