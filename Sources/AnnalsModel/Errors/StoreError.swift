/// What went wrong, in one sentence that says what, where and what to do.
///
/// Every error that Annals throws on purpose has this one shape. Two errors are equal if their
/// codes are, so that callers and tests compare `error.code`, never sentences. The message quotes
/// at most a short name of what was given, never payload text, and is safe to print on a terminal.
public struct StoreError: Error, Sendable {
    /// What kind of error this is.
    public let code: Code
    /// What is wrong and where, without what ``remedy`` says.
    public let problem: String
    /// What helps, where it is one of the things that a program can offer to do.
    public let remedy: Remedy?
    /// The position of the event in question, where there is one.
    public let position: Int64?
    /// The error underneath, where there is one.
    public let cause: (any Error)?

    /// One sentence: what is wrong, where, and what to do.
    public var message: String {
        remedy.map { "\(problem): \($0)" } ?? problem
    }

    /// Creates an error.
    ///
    /// - Parameters:
    ///   - code: What kind of error this is.
    ///   - problem: One sentence: what is wrong, where, and, where there is no remedy of a kind,
    ///     what to do.
    ///   - remedy: What helps; it completes the sentence.
    ///   - position: The position of the event in question.
    ///   - cause: The error underneath.
    public init(
        _ code: Code, _ problem: String, remedy: Remedy? = nil, position: Int64? = nil,
        cause: (any Error)? = nil
    ) {
        self.code = code
        self.problem = problem
        self.remedy = remedy
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
