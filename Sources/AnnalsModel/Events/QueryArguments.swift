/// Values for the parameters of a query, which SQLite binds: none is ever part of the SQL.
///
/// ```swift
/// let named = "SELECT title FROM agent_tasks WHERE status = :status"
/// let done = try store.query(named, arguments: ["status": "done"]).rows
/// let numbered = "SELECT title FROM agent_tasks WHERE status = ?"
/// let same = try store.query(numbered, arguments: ["done"]).rows
/// ```
///
/// Null is NULL, true and false are 1 and 0, an integer within Int64 is INTEGER, another number
/// REAL if that says the same and else text, a string TEXT, an array and an object their compact
/// JSON.
public struct QueryArguments: Sendable, Equatable {
    /// By name, without the sign in front: `:name`, `@name` and `$name` are `name`, and the
    /// first `?` is `1`.
    public let values: JSONObject

    /// Arguments by name.
    public init(_ values: JSONObject) {
        self.values = values
    }
}

extension QueryArguments: ExpressibleByDictionaryLiteral, ExpressibleByArrayLiteral {
    /// Arguments by name; of two with the same name the last one counts.
    public init(dictionaryLiteral elements: (String, JSONValue)...) {
        var values = JSONObject()
        for (name, value) in elements { values[name] = value }
        self.init(values)
    }

    /// Arguments by position: the first is for `?1`, which is the first `?`.
    public init(arrayLiteral elements: JSONValue...) {
        var values = JSONObject()
        for (index, value) in elements.enumerated() { values[String(index + 1)] = value }
        self.init(values)
    }
}
