import AnnalsModel
import AnnalsTesting

/// Makes documents out of a small stock, so that two of them often meet at the same pointers.
enum RandomJSON {
    /// Names that go wrong easily: empty, with the marks of pointers, alike but for their bytes.
    static let keys = [
        "", "a", "b", "/", "~", "~1", "a/b", "m~n", "0", "1", "é", "e\u{301}", "\u{1F468}\u{200D}",
        " ", "\"", "\\", "\n", "\u{0}", "status", "a rather long name of a member",
    ]
    static let texts = [
        "", "x", "done", "é", "e\u{301}", "日本語", "\u{1F600}", "tab\tand\u{1}", "\u{2028}",
        "a text that is longer than what fits into a small string, with \"quotes\" and \\",
    ]
    static let numbers = [
        "0", "-0", "1", "1.0", "1e3", "-12.50E-07", "12345678901234567890123", "0.1",
    ]

    static func object(depth: Int, _ random: inout SeededRandom) -> JSONObject {
        var object = JSONObject()
        for _ in 0..<Int.random(in: 0...5, using: &random) {
            let key = keys[Int.random(in: 0..<keys.count, using: &random)]
            object[key] = value(depth: depth - 1, &random)
        }
        return object
    }

    static func value(depth: Int, _ random: inout SeededRandom) -> JSONValue {
        switch Int.random(in: 0..<(depth > 0 ? 10 : 5), using: &random) {
        case 0: return .null
        case 1: return .bool(Bool.random(using: &random))
        case 2, 3:
            let literal = numbers[Int.random(in: 0..<numbers.count, using: &random)]
            return JSONNumber(literal: literal).map { .number($0) } ?? .null
        case 4: return .string(texts[Int.random(in: 0..<texts.count, using: &random)])
        case 5:
            let count = Int.random(in: 0...3, using: &random)
            return .array((0..<count).map { _ in value(depth: depth - 1, &random) })
        default: return .object(object(depth: depth, &random))
        }
    }

    /// The object with some members changed, removed or added, at any depth.
    static func mutated(_ object: JSONObject, _ random: inout SeededRandom) -> JSONObject {
        var mutated = object
        for key in object.keys {
            switch Int.random(in: 0..<6, using: &random) {
            case 0: mutated[key] = nil
            case 1: mutated[key] = value(depth: 2, &random)
            case 2: mutated[key] = .object([:])
            case 3:
                if case .object(let inner) = object[key] {
                    mutated[key] = .object(self.mutated(inner, &random))
                }
            default: break
            }
        }
        if Bool.random(using: &random) {
            mutated[keys[Int.random(in: 0..<keys.count, using: &random)]] = value(
                depth: 2, &random)
        }
        return mutated
    }
}
