import AnnalsModel

/// Something that a route takes besides its body, and how it is read.
struct Parameter<Value: Sendable>: Sendable {
    /// What the OpenAPI document says of it.
    let description: ParameterDescription
    /// Reads it, without what surrounds it in a URL.
    let read: @Sendable (String) throws(StoreError) -> Value

    /// Describes a parameter.
    ///
    /// - Parameters:
    ///   - schema: The JSON Schema of its value.
    ///   - read: Reads its text.
    init(
        _ name: String, in place: ParameterDescription.Place, _ schema: JSONObject,
        _ meaning: String, isRepeatable: Bool = false, isRequired: Bool = false,
        read: @escaping @Sendable (String) throws(StoreError) -> Value
    ) {
        description = ParameterDescription(
            name: name, place: place, schema: schema, meaning: meaning, isRepeatable: isRepeatable,
            isRequired: isRequired || place == .path)
        self.read = read
    }
}

/// What the OpenAPI document says of a parameter.
struct ParameterDescription: Sendable {
    /// Where it stands.
    enum Place: String, Sendable {
        /// Between slashes; it must be there.
        case path
        /// After the question mark.
        case query
        /// Among the headers.
        case header
    }

    /// Its name.
    let name: String
    /// Where it stands.
    let place: Place
    /// The JSON Schema of its value.
    let schema: JSONObject
    /// One line about it.
    let meaning: String
    /// Whether it may be given several times.
    let isRepeatable: Bool
    /// Whether it must be given.
    let isRequired: Bool
}

extension Parameter where Value == String {
    /// A parameter whose text is taken as it is.
    init(
        _ name: String, in place: ParameterDescription.Place, _ meaning: String,
        isRepeatable: Bool = false
    ) {
        self.init(
            name, in: place, ["type": "string", "minLength": 1], meaning,
            isRepeatable: isRepeatable
        ) { text throws(StoreError) in text }
    }
}

extension Parameter where Value == Int64 {
    /// A parameter that is a whole number.
    init(
        _ name: String, in place: ParameterDescription.Place, from least: Int64,
        to most: Int64 = .max, _ meaning: String
    ) {
        self.init(
            name, in: place,
            [
                "type": "integer", "format": "int64", "minimum": .number(JSONNumber(least)),
                "maximum": .number(JSONNumber(most)),
            ], meaning
        ) { text throws(StoreError) in
            guard let number = Int64(text), number >= least, number <= most, !text.hasPrefix("+")
            else {
                throw StoreError(
                    .invalidArgument,
                    "\(name) is \(text.quotedForMessage): give a whole number of \(least)"
                        + (most == .max ? " or more" : " to \(most)"))
            }
            return number
        }
    }
}

extension Parameter where Value == Bool {
    /// A parameter that is `true` or `false`.
    init(flag name: String, in place: ParameterDescription.Place, _ meaning: String) {
        self.init(name, in: place, ["type": "boolean"], meaning) { text throws(StoreError) in
            switch text {
            case "true": return true
            case "false": return false
            default:
                throw StoreError(
                    .invalidArgument, "\(name) is \(text.quotedForMessage): give true or false")
            }
        }
    }
}
