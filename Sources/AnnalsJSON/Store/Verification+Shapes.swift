package import AnnalsModel

// The JSON of a verification.

extension VerificationFinding: JSONResult {
    /// The JSON of a finding.
    package static let shape = JSONShape<VerificationFinding>(
        "Verification finding", "One thing that is not as a store's events say, or cannot be.",
        [
            JSONMember("finding", \.kind, "What is wrong."),
            JSONMember(
                "position", \.position, "Position of the event, or of the first of several.",
                null: "if it is about none"),
            JSONMember(
                "place", \.place, "Table and row.", null: "if the position says enough"),
            JSONMember("message", \.message, "One sentence."),
            JSONMember(
                "expected", \.expected, "What belongs there.", null: "if the sentence says it"),
            JSONMember("found", \.found, "What is there.", null: "if the sentence says it"),
        ])
}

extension VerificationAnchor: JSONResult {
    /// The JSON of what a log was compared with.
    package static let shape = JSONShape<VerificationAnchor>(
        "Anchor", "Something beside the events that says what their root is.",
        [
            JSONMember(
                "source", \.source,
                "Where it comes from: `stored` in the store, `kept` elsewhere, or said of the"
                    + " `parent` that the store was restored from."),
            JSONMember("size", \.size, "Number of events that it is about."),
            JSONMember(
                "holds", \.holds, "Whether its root is that of the events.",
                null: "if that cannot be told"),
            JSONMember("signers", \.signers, "Names of the keys whose signatures hold."),
        ])
}

extension StoreRepair: JSONResult {
    /// The JSON of a repair.
    package static let shape = JSONShape<StoreRepair>(
        "Repair", "What of a store is written again from its events.",
        [
            JSONMember("applied", \.isApplied, "Whether it was written."),
            JSONMember(
                "findings", \.findings, "Number of findings of the verification before it."),
            JSONMember("tree", \.tree, "Whether the stored tree is written again."),
            JSONMember(
                "administration", \.administration,
                "Whether cycles, tags, definitions and checkpoints are written again."),
            JSONMember(
                "documents", \.documents, "Number of streams whose stored documents are removed."),
            JSONMember(
                "projections", \.projections,
                "Names of the projections whose tables and snapshots are rebuilt."),
        ])
}

/// What a verification comes to, with the first of its findings.
package struct VerifiedStore: JSONResult {
    /// What it comes to.
    package let report: VerificationReport
    /// The first findings; nil where each was written before.
    package let listed: [VerificationFinding]?

    /// Puts findings to a report.
    package init(_ report: VerificationReport, listed: [VerificationFinding]?) {
        self.report = report
        self.listed = listed
    }

    private var counts: [String: Int] {
        Dictionary(
            uniqueKeysWithValues: report.counts.map { ($0.key.rawValue, Int(clamping: $0.value)) })
    }

    /// The JSON of a verification.
    package static let shape = JSONShape<VerifiedStore>(
        "Verification", "What a verification went through, and with which outcome.",
        [
            JSONMember("outcome", \.report.outcome, "What it comes to."),
            JSONMember("scope", \.report.scope, "What was looked at."),
            JSONMember("origin", \.report.origin, "Name of the log in checkpoints."),
            JSONMember("events", \.report.events, "Number of events that were sealed again."),
            JSONMember(
                "root", \.report.root, "Root of the tree over them, in hexadecimal.",
                null: "if it cannot be known"),
            JSONMember("erased", \.report.erased, "Number of events whose body was erased."),
            JSONMember("findings", \.report.findings, "Number of findings."),
            JSONMember("counts", \.counts, "Number of findings of each kind."),
            JSONMember("anchors", \.report.anchors, "What the log was compared with."),
            JSONMember("limits", \.report.limits, "What this run cannot prove, in sentences."),
            JSONMember(
                "listed", \.listed, "The first findings.", absent: "if each was written before"),
        ])
}
