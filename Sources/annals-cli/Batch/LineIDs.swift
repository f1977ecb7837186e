import Annals
import Foundation

/// What an id that is made of a line is made of.
enum IDRule: String, CaseIterable, Sendable {
    /// Its number in the input, and its bytes.
    case line
    /// Its bytes, and how many lines of the input before it had the same.
    case content
}

/// Gives the lines of an input their ids.
struct LineIDs {
    let ids: DerivedIDs
    let rule: IDRule
    /// How often each line came so far, by the id that it got first.
    private var seen: [UUID: Int64] = [:]

    init(_ ids: DerivedIDs, by rule: IDRule) {
        self.ids = ids
        self.rule = rule
    }

    /// Refuses to go on where one more line could not be told apart from the others.
    ///
    /// - Throws: `tooLarge`.
    func checkRoom() throws(StoreError) {
        guard seen.count >= Limits.distinctLinesMax else { return }
        throw StoreError(
            .tooLarge,
            "the lines before it are \(Limits.distinctLinesMax) different ones, and no more are "
                + "told apart: load the rest as another input")
    }

    /// The id of the next line.
    mutating func id(of line: UnsafeBufferPointer<UInt8>, number: Int64) -> UUID {
        guard rule == .content else { return ids.id(of: line, number: number) }
        let first = ids.id(of: line, occurrence: 0)
        let before = seen[first] ?? 0
        seen[first] = before + 1
        return before == 0 ? first : ids.id(of: line, occurrence: before)
    }
}
