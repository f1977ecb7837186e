import AnnalsModel
import Testing

/// The error of a call that must fail with a code, for a look at its sentence.
@discardableResult
func refusal<Answer>(
    _ code: StoreError.Code, sourceLocation: SourceLocation = #_sourceLocation,
    _ call: () throws -> Answer
) -> StoreError? {
    let error = #expect(throws: StoreError.self, sourceLocation: sourceLocation) {
        try call()
    }
    #expect(error?.code == code, sourceLocation: sourceLocation)
    // One sentence, that a terminal shows as it is.
    #expect(error.map { $0.message.terminalSafe == $0.message } != false)
    return error
}
