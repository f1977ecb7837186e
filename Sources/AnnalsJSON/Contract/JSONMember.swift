import AnnalsModel

/// A member of a result's JSON, or several that always come together: what it means, and how it is
/// made of the result.
package struct JSONMember<Value>: Sendable {
    let descriptions: [JSONMemberDescription]
    let write: @Sendable (Value, inout JSONObject) -> Void

    /// A member that is always there.
    package init<Part: JSONDescribed>(
        _ name: String, _ part: @escaping @Sendable (Value) -> Part, _ meaning: String
    ) {
        descriptions = [JSONMemberDescription(name, Part.jsonType, meaning)]
        write = { value, object in object[name] = part(value).jsonValue }
    }

    /// A member that is missing where there is nothing to say.
    ///
    /// - Parameter absent: When that is, to complete "absent …".
    package init<Part: JSONDescribed>(
        _ name: String, _ part: @escaping @Sendable (Value) -> Part?, _ meaning: String,
        absent: String
    ) {
        descriptions = [JSONMemberDescription(name, Part.jsonType, meaning, .absent(absent))]
        write = { value, object in object[name] = part(value)?.jsonValue }
    }

    /// A member that is null where there is nothing to say.
    ///
    /// - Parameter null: When that is, to complete "null …".
    package init<Part: JSONDescribed>(
        _ name: String, _ part: @escaping @Sendable (Value) -> Part?, _ meaning: String,
        null: String
    ) {
        descriptions = [JSONMemberDescription(name, Part.jsonType, meaning, .null(null))]
        write = { value, object in object[name] = part(value)?.jsonValue ?? .null }
    }

    /// A member that is `true`, or missing.
    package static func flag(
        _ name: String, _ isSo: @escaping @Sendable (Value) -> Bool, _ meaning: String
    ) -> JSONMember {
        JSONMember(name, { isSo($0) ? true : nil }, meaning, absent: "if it is not so")
    }

    /// A member that says which of several results an object is.
    package static func constant(
        _ name: String, _ word: String, _ meaning: String
    ) -> JSONMember {
        JSONMember(
            [JSONMemberDescription(name, .words([word]), meaning)],
            write: { _, object in object[name] = .string(word) })
    }

    /// The members of another result, as if they were the result's own.
    package static func all<Part: JSONResult>(
        of part: @escaping @Sendable (Value) -> Part
    ) -> JSONMember {
        JSONMember(
            Part.shape.descriptions,
            write: { value, object in
                object.merge(members: part(value).json())
            })
    }

    /// The members of another result that may be missing, as if they were the result's own.
    ///
    /// - Parameter absent: When they are, to complete "absent …".
    package static func all<Part: JSONResult>(
        of part: @escaping @Sendable (Value) -> Part?, absent: String
    ) -> JSONMember {
        JSONMember(
            Part.shape.descriptions.map { description in
                JSONMemberDescription(
                    description.name, description.type, description.meaning,
                    description.presence == .always ? .absent(absent) : description.presence)
            },
            write: { value, object in
                if let part = part(value) { object.merge(members: part.json()) }
            })
    }

    /// Some members of a part of the result, as if they were the result's own.
    static func all<Part>(
        _ members: [JSONMember<Part>], of part: @escaping @Sendable (Value) -> Part
    ) -> JSONMember {
        JSONMember(
            members.flatMap(\.descriptions),
            write: { value, object in
                let part = part(value)
                for member in members { member.write(part, &object) }
            })
    }

    /// Members that are described here and made elsewhere.
    init(
        _ descriptions: [JSONMemberDescription],
        write: @escaping @Sendable (Value, inout JSONObject) -> Void
    ) {
        self.descriptions = descriptions
        self.write = write
    }
}
