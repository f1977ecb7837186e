import AnnalsModel

/// What YAML's scalars mean: the core schema of YAML 1.2.2, section 10.3.
enum YAMLScalar {
    private static let tags = "tag:yaml.org,2002:"

    /// The value of a scalar.
    ///
    /// A number that JSON cannot write as it is spelled (`0x1F`, `.5`, `+1`, `007`) stays a text,
    /// and so does what other versions of YAML take for a date or a truth (`yes`).
    static func value(_ text: String, tag: String?, isPlain: Bool) -> JSONValue {
        guard let tag else { return isPlain ? plain(text) : .string(text) }
        switch tag {
        case tags + "null" where isNull(text): return .null
        case tags + "bool", tags + "int", tags + "float":
            let value = plain(text)
            return value.asBool != nil || value.asNumber != nil ? value : .string(text)
        default:
            return .string(text)
        }
    }

    /// The value of a scalar without quotation marks and tag.
    static func plain(_ text: String) -> JSONValue {
        if isNull(text) { return .null }
        switch text {
        case "true", "True", "TRUE": return true
        case "false", "False", "FALSE": return false
        default: return JSONNumber(literal: text).map { .number($0) } ?? .string(text)
        }
    }

    private static func isNull(_ text: String) -> Bool {
        ["", "~", "null", "Null", "NULL"].contains(text)
    }
}
