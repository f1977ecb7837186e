package import AnnalsModel

/// What is said of an erasure in the event that records it.
package struct ErasureStatement: Sendable {
    /// What was asked for.
    package let scope: ErasureScope
    /// Who erases.
    package let actor: Actor
    /// Why.
    package let reason: String
    /// Whether it took away what retention keeps.
    package var overridesRetention: Bool

    /// Says what is erased, by whom and why.
    package init(
        scope: ErasureScope, actor: Actor, reason: String, overridesRetention: Bool = false
    ) {
        self.scope = scope
        self.actor = actor
        self.reason = reason
        self.overridesRetention = overridesRetention
    }

    /// The data of the event: the value that a subject is about is never part of it.
    ///
    /// - Parameters:
    ///   - positions: Of the erased events, ascending.
    ///   - dictionaries: Those that may quote them.
    func data(positions: [Int64], dictionaries: [Int64]) -> JSONObject {
        var data: JSONObject = ["scope": .string(scope.word)]
        if case .stream(let name) = scope { data["stream"] = .string(name.description) }
        data["positions"] = Self.json(positions)
        if !dictionaries.isEmpty {
            data["dictionaries"] = .array(dictionaries.map { .number(JSONNumber($0)) })
        }
        if overridesRetention { data["override"] = true }
        return data
    }

    /// The positions that are written so: of each pair of a first and a last one, all between.
    static func ranges(_ json: JSONValue?) -> [ClosedRange<Int64>] {
        (json?.asArray ?? []).compactMap { pair in
            guard let ends = pair.asArray, ends.count == 2, let first = ends[0].asInt64,
                let last = ends[1].asInt64, first >= 1, first <= last
            else { return nil }
            return first...last
        }
    }

    /// Positions as they are written: a list of the first and last of those that follow each other.
    ///
    /// - Parameter positions: Ascending.
    package static func json(_ positions: [Int64]) -> JSONValue {
        .array(
            ranges(positions).map { range in
                [
                    .number(JSONNumber(range.lowerBound)), .number(JSONNumber(range.upperBound)),
                ]
            })
    }

    /// Positions that follow each other, as ranges.
    private static func ranges(_ positions: [Int64]) -> [ClosedRange<Int64>] {
        var ranges: [ClosedRange<Int64>] = []
        for position in positions {
            if let last = ranges.last, last.upperBound + 1 == position {
                ranges[ranges.count - 1] = last.lowerBound...position
            } else {
                ranges.append(position...position)
            }
        }
        return ranges
    }
}
