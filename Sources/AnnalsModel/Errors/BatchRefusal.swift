/// Which event of a batch was refused: the cause of the error that an append of several throws.
public struct BatchRefusal: Error {
    /// Its place in the batch, from 0.
    public let index: Int
    /// The error underneath, where there is one.
    public let cause: (any Error)?

    /// Names the event.
    public init(index: Int, cause: (any Error)? = nil) {
        self.index = index
        self.cause = cause
    }
}

extension StoreError {
    /// The same error, saying which event of a batch it speaks of.
    package func inBatch(at index: Int) -> StoreError {
        StoreError(
            code, problem, remedy: remedy, position: position,
            cause: BatchRefusal(index: index, cause: cause))
    }
}
