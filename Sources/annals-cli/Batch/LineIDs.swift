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

    /// The id of the next line.
    ///
    /// - Throws: `tooLarge` if the input has more different lines than can be told apart.
    mutating func id(
        of line: UnsafeBufferPointer<UInt8>, number: Int64
    ) throws(StoreError) -> UUID {
        guard rule == .content else { return ids.id(of: line, number: number) }
        let first = ids.id(of: line, occurrence: 0)
        let before = seen[first] ?? 0
        if before == 0, seen.count >= Limits.distinctLinesMax {
            throw StoreError(
                .tooLarge,
                "line \(number) is the one after \(Limits.distinctLinesMax) different ones, and no "
                    + "more are kept in mind: load the rest as another input")
        }
        seen[first] = before + 1
        return before == 0 ? first : ids.id(of: line, occurrence: before)
    }
}
