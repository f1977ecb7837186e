import AnnalsLog
import AnnalsModel
import Foundation

/// What is to become of a stream: an event, or none where nothing is to change, and the answer to
/// the caller once the stream's version is known.
struct Revision<Answer> {
    let event: NewEvent?
    let answer: (_ version: Int64, _ receipt: Receipt?) -> Answer
}

extension Store {
    /// The one way in which documents are read, changed and written: reads a stream with its
    /// version, decides, appends expecting that version, and begins again if somebody else came
    /// between.
    ///
    /// - Parameters:
    ///   - expected: What the caller expects of the stream.
    ///   - options: How each try is appended.
    ///   - read: Reads what the decision is about, and the version of the stream.
    ///   - onConflict: Words the refusal where the stream is not as expected.
    ///   - decide: Says what is to become of it; it is asked again if the stream changed meanwhile.
    /// - Throws: `versionConflict` if the stream is not as expected, or others came first more than
    ///   ``Limits/conflictRetriesMax`` times; what the closures throw.
    func revise<State, Answer>(
        _ stream: StreamName, expected: ExpectedVersion,
        options: AppendOptions = AppendOptions(),
        read: (LogReader) throws(StoreError) -> (state: State, version: Int64),
        onConflict: (State, Int64) throws -> StoreError? = { _, _ in nil },
        decide: (State, Int64) throws -> Revision<Answer>
    ) throws -> Answer {
        var attempt = 0
        while true {
            let (state, version) = try log.read { reader in try read(reader) }
            guard expected.accepts(version: version) else {
                throw try onConflict(state, version)
                    ?? Self.conflict(stream, at: version, expected: expected)
            }
            let revision = try decide(state, version)
            guard let event = revision.event else { return revision.answer(version, nil) }
            do {
                let receipt = try append(event, options: options)
                return revision.answer(receipt.version, receipt)
            } catch {
                guard error.code == .versionConflict, attempt < Limits.conflictRetriesMax else {
                    throw error
                }
                attempt += 1
                Self.pause(beforeAttempt: attempt)
            }
        }
    }

    static func conflict(
        _ stream: StreamName, at version: Int64, expected: ExpectedVersion
    ) -> StoreError {
        StoreError(
            .versionConflict,
            "\(stream.description.quotedForMessage) is at version \(version), not at the expected "
                + "\(expected): read it again and decide anew")
    }

    /// Waits for a random time that is longer on average the more often somebody else came first.
    static func pause(beforeAttempt attempt: Int) {
        let longest = min(Limits.conflictPauseSecondsMax, 0.001 * pow(2, Double(min(attempt, 20))))
        Thread.sleep(forTimeInterval: .random(in: 0...longest))
    }
}
