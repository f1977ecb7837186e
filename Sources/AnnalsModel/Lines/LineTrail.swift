/// The lines of one text through time, each with what brought it.
package struct LineTrail<Source: Sendable>: Sendable {
    /// Sources beyond twice the number of lines that are kept before those without a line go.
    private static var spareSources: Int { 1_024 }

    /// The text after the last change; nil where there is none.
    private var text: LinedText?
    /// For each line which of `sources` brought it.
    private var origins: [Int] = []
    private var sources: [Source] = []
    /// Whether no line could be older than it is said to be.
    package private(set) var isMinimal = true

    /// Starts without a text.
    package init() {}

    /// The lines without their newlines, each with its source.
    package var lines: [(text: String, source: Source)] {
        guard let text else { return [] }
        return origins.indices.map { (text.text($0), sources[origins[$0]]) }
    }

    /// Takes in the text after a change.
    ///
    /// - Parameters:
    ///   - new: The text; nil where there is none now.
    ///   - source: What changed it. Lines that were there before keep theirs.
    package mutating func change(to new: String?, by source: Source) {
        guard let new else {
            (text, origins, sources, isMinimal) = (nil, [], [], true)
            return
        }
        let now = LinedText(new)
        defer { text = now }
        dropSources()
        sources.append(source)
        let mine = sources.count - 1
        guard let text else {
            origins = Array(repeating: mine, count: now.count)
            return
        }
        let difference = LineDifference(from: text, to: now)
        if !difference.isMinimal { isMinimal = false }
        var after: [Int] = []
        after.reserveCapacity(now.count)
        var done = 0
        for change in difference.changes {
            after += origins[done..<change.old.lowerBound]
            after += repeatElement(mine, count: change.new.count)
            done = change.old.upperBound
        }
        after += origins[done...]
        origins = after
    }

    /// Lets go of what brought no line that is still there.
    private mutating func dropSources() {
        guard sources.count > Self.spareSources + 2 * origins.count else { return }
        var kept: [Source] = []
        var numbers: [Int: Int] = [:]
        for index in origins.indices {
            let origin = origins[index]
            if numbers[origin] == nil {
                numbers[origin] = kept.count
                kept.append(sources[origin])
            }
            origins[index] = numbers[origin] ?? 0
        }
        sources = kept
    }
}
