import AnnalsModel

/// What the JSON of a result consists of, and what it means.
package struct JSONShape<Value>: Sendable {
    /// What the result is called in the documentation.
    package let name: String
    /// One sentence about it.
    package let meaning: String
    private let members: [JSONMember<Value>]
    /// Its members, in the order in which they are written.
    package let descriptions: [JSONMemberDescription]

    /// Names a result and says what is in it.
    package init(_ name: String, _ meaning: String, _ members: [JSONMember<Value>]) {
        self.name = name
        self.meaning = meaning
        self.members = members
        descriptions = members.flatMap(\.descriptions)
    }

    /// Adds the members of a result to an object.
    func write(_ value: Value, to object: inout JSONObject) {
        object.reserveCapacity(object.count + descriptions.count)
        for member in members { member.write(value, &object) }
    }
}

/// One member of a result's JSON, for the documentation and for tables.
package struct JSONMemberDescription: Sendable, Equatable {
    /// When the member is missing or null.
    package enum Presence: Sendable, Equatable {
        /// It is always there, and never null but where its type has null.
        case always
        /// It is missing under a condition, which completes "absent …".
        case absent(String)
        /// It is null under a condition, which completes "null …".
        case null(String)
    }

    /// Its name, in snake_case.
    package let name: String
    /// What its value is.
    package let type: JSONType
    /// When it is missing or null.
    package let presence: Presence
    /// What it says: unit, range, form.
    package let meaning: String

    /// Describes a member.
    package init(
        _ name: String, _ type: JSONType, _ meaning: String, _ presence: Presence = .always
    ) {
        self.name = name
        self.type = type
        self.presence = presence
        self.meaning = meaning
    }
}
