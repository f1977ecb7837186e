/// Names that somebody may have meant who typed another one.
package enum Spelling {
    /// The names that are nearest to a word, in their order; none where all are too far.
    ///
    /// - Parameter countMax: Names that are given at most.
    package static func near(
        _ word: String, among names: some Sequence<String>, countMax: Int = 3
    ) -> [String] {
        let edits = editsMax(word)
        var least = edits
        var found: [String] = []
        for name in names {
            let distance = distance(from: name, to: word, atMost: least)
            guard distance <= least, edits > 0 || distance == 0 else { continue }
            if distance < least { found = [] }
            least = distance
            found.append(name)
        }
        return Array(found.prefix(countMax))
    }

    /// What completes a sentence that says that there is no such name: `, but there is X and Y`,
    /// safe to print; empty where no name is near.
    ///
    /// - Parameter whole: What is said of a name, where that is more than what was compared.
    package static func hint(
        _ word: String, among names: some Sequence<String>, whole: (String) -> String = { $0 }
    ) -> String {
        let near = near(word, among: names).map { whole($0).quotedForMessage }
        guard !near.isEmpty else { return "" }
        return ", but there is \(near.joined(separator: " and "))"
    }

    /// Edits that leave a word recognisable: with more, short words are near to any other.
    package static func editsMax(_ word: String) -> Int {
        switch word.count {
        case ...2: 0
        case ...4: 1
        default: 2
        }
    }

    /// Letters of a name that are compared; longer ones are never near.
    private static let lettersMax = 64

    /// The letters to change, add, leave out or swap with their neighbour to make one name of the
    /// other, without regard to case; more than the limit where it is passed.
    ///
    /// That is the distance of Damerau and Levenshtein, of which no part is edited twice.
    package static func distance(from one: String, to other: String, atMost limit: Int) -> Int {
        let left = Array(one.lowercased())
        let right = Array(other.lowercased())
        guard abs(left.count - right.count) <= limit, left.count <= lettersMax else {
            return limit + 1
        }
        var twoAbove: [Int] = []
        var row = Array(0...right.count)
        for (i, letter) in left.enumerated() {
            let above = row
            row[0] = i + 1
            for (j, wanted) in right.enumerated() {
                row[j + 1] = min(
                    above[j] + (letter == wanted ? 0 : 1), above[j + 1] + 1, row[j] + 1)
                if i > 0, j > 0, letter == right[j - 1], left[i - 1] == wanted {
                    row[j + 1] = min(row[j + 1], twoAbove[j - 1] + 1)
                }
            }
            twoAbove = above
        }
        return min(row.last ?? limit + 1, limit + 1)
    }
}
