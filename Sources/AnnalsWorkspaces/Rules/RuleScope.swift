import AnnalsModel
import Crypto

/// What a template can speak of: one item of one file, and the names found on the way to it.
struct RuleScope {
    /// Pieces of the path, of the way to the item, and what the rule chose by them.
    var names: [String: String]
    /// The whole file.
    let root: JSONValue
    /// The way to the object whose members are read.
    var object: JSONPointer

    /// The value at a place, seen from the object; nil if there is none.
    func value(at pointer: RulePointer) -> JSONValue? {
        pointer.place(from: object).flatMap { root.value(at: $0) }
    }

    /// What fills an alternative of a template; nil if it says nothing.
    func text(of alternative: RuleTemplate.Alternative) -> String? {
        var found: String?
        switch alternative.source {
        case .name(let name):
            found = names[name]
        case .pointer(let pointer):
            found = value(at: pointer).flatMap { Self.name($0, onlyText: alternative.kind != nil) }
        }
        switch alternative.kind {
        case .agent: return found.flatMap { AgentName.one(in: $0) }
        case .digest:
            return found.map { SHA256.hash(data: Array($0.utf8)).prefix(6).hexadecimal }
        case .text, nil: return found
        }
    }

    /// The name that a value is: a string that is not empty, or an integer.
    static func name(_ value: JSONValue, onlyText: Bool = false) -> String? {
        switch value {
        case .string(let text): text.isEmpty ? nil : text
        case .number(let number): onlyText ? nil : number.int64.map { String($0) }
        default: nil
        }
    }
}
