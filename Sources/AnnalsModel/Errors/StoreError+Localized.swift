public import Foundation

// What Foundation and user interfaces show of an error. The sentences are English everywhere.

extension StoreError: LocalizedError {
    /// The whole sentence.
    public var errorDescription: String? { message }

    /// What is wrong, without the remedy.
    public var failureReason: String? { problem }

    /// What helps, where the error knows; nil where the sentence says it in its own words.
    public var recoverySuggestion: String? { remedy?.description }
}
