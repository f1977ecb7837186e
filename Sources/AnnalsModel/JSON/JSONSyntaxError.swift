/// Why and where a text is not JSON as Annals takes it: the cause of an `invalidJSON` error.
public struct JSONSyntaxError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong, as a continuation of "the JSON text has …".
    public let problem: String
    /// What to do about it.
    public let remedy: String
    /// Where it is wrong.
    public let location: JSONLocation

    /// One sentence: what is wrong, where, and what to do.
    public var description: String {
        "the JSON text has \(problem) at line \(location.line), column \(location.column): "
            + remedy
    }

    /// The same error in a text of which this one is the line of a number.
    func inLine(_ number: Int) -> JSONSyntaxError {
        let place = JSONLocation(
            line: number + location.line - 1, column: location.column, offset: location.offset)
        return JSONSyntaxError(problem: problem, remedy: remedy, location: place)
    }

    var storeError: StoreError {
        StoreError(.invalidJSON, description, cause: self)
    }
}
