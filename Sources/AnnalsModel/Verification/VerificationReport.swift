/// What a verification went through, against what, and with which outcome.
public struct VerificationReport: Sendable, Hashable {
    /// What a verification comes to.
    public enum Outcome: String, Sendable, Hashable, CaseIterable {
        /// Everything that was checked is as the events say.
        case verified
        /// The store was tampered with, or is damaged.
        case damaged
        /// Something could not be checked, and what could is as it should be.
        case unknown
    }

    /// What a verification looks at.
    public enum Scope: String, Sendable, Hashable, CaseIterable {
        /// The log with what belongs to it: events, names, tree, secrets, dictionaries, and the
        /// cycles, tags, definitions and checkpoints that follow from the store's own events.
        case log
        /// Projections, stored documents and snapshots too.
        case everything
    }

    /// What it comes to.
    public let outcome: Outcome
    /// What it looked at.
    public let scope: Scope
    /// Name of the log in checkpoints.
    public let origin: String
    /// Number of events that were sealed again.
    public let events: Int64
    /// Root of the tree over them in hexadecimal; nil where it cannot be known.
    public let root: String?
    /// Number of events whose body was erased.
    public let erased: Int64
    /// Number of findings of each kind that there are any of.
    public let counts: [VerificationFinding.Kind: Int64]
    /// What the log was compared with.
    public let anchors: [VerificationAnchor]
    /// What this run cannot prove, a sentence each.
    public let limits: [String]

    /// Number of findings.
    public var findings: Int64 { counts.values.reduce(0, +) }

    /// Creates a report of its parts.
    package init(
        outcome: Outcome, scope: Scope, origin: String, events: Int64, root: String?,
        erased: Int64, counts: [VerificationFinding.Kind: Int64], anchors: [VerificationAnchor],
        limits: [String]
    ) {
        self.outcome = outcome
        self.scope = scope
        self.origin = origin
        self.events = events
        self.root = root
        self.erased = erased
        self.counts = counts
        self.anchors = anchors
        self.limits = limits
    }
}

/// Something outside of the events that says what their root is.
public struct VerificationAnchor: Sendable, Hashable {
    /// Where it comes from.
    public enum Source: String, Sendable, Hashable, CaseIterable {
        /// A row of the store's own table of checkpoints.
        case stored
        /// A note that was kept elsewhere.
        case kept
        /// What a restored store says of the store it comes from.
        case parent
    }

    /// Where it comes from.
    public let source: Source
    /// Number of events that it speaks of.
    public let size: Int64
    /// Whether the root that it gives is that of the events; nil where that cannot be told.
    public let holds: Bool?
    /// Names of the keys whose signatures hold; empty where none was checked.
    public let signers: [String]

    /// Creates an anchor of its parts.
    package init(source: Source, size: Int64, holds: Bool?, signers: [String]) {
        self.source = source
        self.size = size
        self.holds = holds
        self.signers = signers
    }
}
