import Annals
import AnnalsJSON

/// Writes the first findings of a verification, and at the end what it comes to.
final class FindingRows {
    private let renderer: Renderer
    private var listed: [VerificationFinding] = []
    private var rows: (any RowWriter)?
    private var count: Int64 = 0

    init(_ renderer: Renderer) {
        self.renderer = renderer
    }

    /// Whether each is written when it comes, rather than with the outcome.
    private var isStreaming: Bool { ![.json, .value].contains(renderer.format) }

    /// Notes a finding; those after the first hundred are only counted.
    func add(_ finding: VerificationFinding) throws {
        count += 1
        guard count <= Limits.findingsShownMax else { return }
        guard isStreaming else {
            listed.append(finding)
            return
        }
        let rows = try self.rows ?? renderer.rows(of: VerificationFinding.self, whole: ["message"])
        self.rows = rows
        try rows.write(finding)
    }

    /// Writes what the verification comes to.
    func finish(_ report: VerificationReport) throws {
        try rows?.finish()
        switch renderer.format {
        case .json, .value: try renderer.object(VerifiedStore(report, listed: listed))
        case .ndjson, .cloudEvents:
            try renderer.output.writeLine(
                JSONValue.object(VerifiedStore(report, listed: nil).json()).compact)
            try renderer.output.flush()
        case .csv:
            // A table of one kind of rows; without any it is empty but for its columns.
            if rows == nil { try renderer.rows(of: VerificationFinding.self).finish() }
        case .table: try writeLines(report)
        }
    }

    private func writeLines(_ report: VerificationReport) throws {
        let output = renderer.output
        if rows != nil { try output.writeLine("") }
        if count > Limits.findingsShownMax {
            try output.writeLine("\(count - Limits.findingsShownMax) more findings are not shown.")
        }
        try output.writeLine(Self.outcome(report))
        for anchor in report.anchors { try output.writeLine(Self.line(anchor)) }
        for limit in report.limits { try output.writeLine(limit) }
        try output.flush()
    }

    private static func outcome(_ report: VerificationReport) -> String {
        let word =
            switch report.outcome {
            case .verified: "Verified"
            case .damaged: "Tampered with or damaged, \(report.findings) findings"
            case .unknown: "Cannot tell"
            }
        let erased = report.erased == 0 ? "" : ", \(report.erased) of them erased"
        let root = report.root.map { ", root \($0)" } ?? ", root not known"
        return "\(word): \(report.events) events of \(report.origin.terminalSafe)\(erased)\(root)."
    }

    private static func line(_ anchor: VerificationAnchor) -> String {
        let what =
            switch anchor.source {
            case .stored: "the checkpoint in the store"
            case .kept: "the checkpoint that was kept"
            case .parent: "what the store says of its parent"
            }
        let holds =
            switch anchor.holds {
            case true?: "holds"
            case false?: "does not hold"
            case nil: "cannot be compared"
            }
        let signers =
            anchor.signers.isEmpty
            ? "" : ", signed by \(anchor.signers.joined(separator: ", ").terminalSafe)"
        return "Compared with \(what) after \(anchor.size) events: it \(holds)\(signers)."
    }
}
