package import AnnalsModel

/// A result with one JSON form, wherever a program meets it: on the command line, over HTTP, in the
/// answer of a tool.
///
/// Names of members are in snake_case and stay: what is added later comes as a new member. What is
/// not there has no member where null would be a value, as in a document; elsewhere it is null.
package protocol JSONResult: JSONDescribed, Sendable {
    /// Its members, in the order in which they are written.
    static var shape: JSONShape<Self> { get }

    /// The result as a JSON object.
    func json() -> JSONObject
}

extension JSONResult {
    /// The members of the shape, in its order, without those that are absent.
    package func json() -> JSONObject {
        var object = JSONObject()
        Self.shape.write(self, to: &object)
        return object
    }

    /// The object that the shape describes.
    package static var jsonType: JSONType { .result(shape.name) }
    /// The result as a member of another.
    package var jsonValue: JSONValue { .object(json()) }
}
