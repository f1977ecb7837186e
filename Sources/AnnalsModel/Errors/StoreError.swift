/// What went wrong, in one sentence that says what, where and what to do.
///
/// Every error that Annals throws on purpose has this one shape. Two errors are equal if their
/// codes are, so that callers and tests compare `error.code`, never sentences. The message quotes
/// at most a short name of what was given, never payload text, and is safe to print on a terminal.
public struct StoreError: Error, Sendable {
    /// What kind of error this is.
    public let code: Code
    /// One sentence: what is wrong, where, and what to do.
    public let message: String
    /// The position of the event in question, where there is one.
    public let position: Int64?
    /// The error underneath, where there is one.
    public let cause: (any Error)?

    /// Creates an error.
    ///
    /// - Parameters:
    ///   - code: What kind of error this is.
    ///   - message: One sentence: what is wrong, where, and what to do.
    ///   - position: The position of the event in question.
    ///   - cause: The error underneath.
    public init(
        _ code: Code, _ message: String, position: Int64? = nil, cause: (any Error)? = nil
    ) {
        self.code = code
        self.message = message
        self.position = position
        self.cause = cause
    }
}

extension StoreError: Equatable {
    /// Whether the two errors are of the same kind; messages are not compared.
    public static func == (left: StoreError, right: StoreError) -> Bool {
        left.code == right.code
    }
}

extension StoreError: CustomStringConvertible {
    /// The message alone.
    public var description: String { message }
}
