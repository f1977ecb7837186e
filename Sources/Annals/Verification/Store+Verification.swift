import AnnalsHistory
import AnnalsLog
public import AnnalsModel

/// What a verification looks at, and what it is compared with.
public struct VerificationOptions: Sendable, Hashable {
    /// What is looked at.
    public var scope: VerificationReport.Scope
    /// What was kept elsewhere: the bytes of a signed note, of several one after the other, or of
    /// the proof of an event, whose event is compared beside its checkpoint; nil for nothing.
    public var kept: [UInt8]?
    /// Verifier keys whose signatures count, one a line; empty for none.
    public var keys: String

    /// Looks at everything and compares it with nothing from outside, unless told otherwise.
    public init(
        _ scope: VerificationReport.Scope = .everything, against kept: [UInt8]? = nil,
        keys: String = ""
    ) {
        self.scope = scope
        self.kept = kept
        self.keys = keys
    }
}

extension Store {
    /// Derives the store again from its raw rows, on all cores, and compares it with everything
    /// that is stored: tree, head, checkpoints, names, secrets, tables, documents, snapshots.
    ///
    /// Every event is sealed again by the code that appends. It goes on after a finding, and while
    /// others read and append.
    ///
    /// - Parameters:
    ///   - options: What is looked at, and what it is compared with.
    ///   - run: What is reported and asked on the way.
    ///   - onFinding: Gets what is wrong: events in the order of their positions, then the tables
    ///     around them.
    /// - Returns: The outcome, what was compared, and what this run cannot prove.
    /// - Throws: `invalidArgument` or `tooLarge` for checkpoints and keys that are none, and for a
    ///   proof that does not hold by itself; `interrupted`; `io` where the file cannot be read;
    ///   what `onFinding` throws, as it is. A damaged store is no error but a finding.
    public func verify(
        _ options: VerificationOptions = VerificationOptions(), run: LongRun = LongRun(),
        onFinding: (VerificationFinding) throws -> Void = { _ in }
    ) throws -> VerificationReport {
        let kept = try KeptCheckpoints(options.kept, keys: Array(options.keys.utf8))
        return try withoutActuallyEscaping(onFinding) { onFinding in
            var watch = LogVerification.Watch()
            watch.progress = run.progress
            watch.isCancelled = run.isCancelled
            watch.onFinding = onFinding
            return try Verification(of: log, options.scope, against: kept, watch).run()
        }
    }

    /// Writes again what follows from the events, where it is not what they make: tables of
    /// projections, stored documents, snapshots, the stored tree, cycles, tags and definitions.
    ///
    /// Everything is verified first. Events, names, secrets and the end of the log are never
    /// touched: where they do not verify, nothing is.
    ///
    /// - Parameters:
    ///   - isApplied: Whether it is written, rather than only worked out.
    ///   - run: What is reported and asked on the way.
    /// - Returns: What is, or was, to be written again.
    /// - Throws: `corrupt` if the events themselves do not verify; `readOnly` where it cannot be
    ///   written; `interrupted`; `io`.
    @discardableResult
    public func repair(applying isApplied: Bool = false, run: LongRun = LongRun()) throws
        -> StoreRepair
    {
        var watch = LogVerification.Watch()
        watch.progress = run.progress
        watch.isCancelled = run.isCancelled
        return try Repair(of: log, watch).run(applying: isApplied)
    }
}
