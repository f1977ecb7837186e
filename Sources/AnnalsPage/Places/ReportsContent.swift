package import Annals
package import AnnalsJSON
package import AnnalsModel

/// Counts of what happened up to a moment, or since the one that it is compared with: by actor,
/// type, cycle and hour, how long tasks and answers took, and what was rolled back.
package struct ReportsContent: PageContent {
    /// The heading.
    package let title = "Reports"
    private let report: Report

    /// Counts.
    ///
    /// - Throws: `notAllowed` for a visitor who does not see everything.
    package init(of store: Store, in frame: PageFrame) throws {
        try frame.visitor.demandAll()
        let range = Self.range(to: frame.at, from: frame.versus)
        report = try Self.report(in: range, .shown, of: store)
    }

    /// The rows of one of its tables, for programs.
    ///
    /// - Parameters:
    ///   - table: Which one.
    ///   - moment: The moment up to which is counted; nil for the present.
    ///   - other: The moment from which; nil for the start. They may stand the other way round.
    /// - Throws: `notAllowed` for a visitor who does not see everything.
    package static func rows(
        of table: ReportTable, at moment: Moment?, since other: Moment?, in store: Store,
        for visitor: PageVisitor
    ) throws -> PageRows {
        try visitor.demandAll()
        let at = try store.position(of: moment ?? .head)
        let versus = try other.map { try store.position(of: $0) }
        let report = try report(in: range(to: at, from: versus), ReportLimits(), of: store)
        return PageRows(table.rawValue, table.columns, table.cells(of: report))
    }

    /// What lies between two positions, whichever comes first; all up to one that is compared with
    /// nothing, or with itself.
    private static func range(to at: Int64, from versus: Int64?) -> EventCountRange {
        guard let versus, versus != at else { return EventCountRange(after: 0, through: at) }
        return EventCountRange(after: min(versus, at), through: max(versus, at))
    }

    private static func report(
        in range: EventCountRange, _ limits: ReportLimits, of store: Store
    ) throws -> Report {
        let deadline = PlaceDeadline()
        return try store.report(in: range, limits: limits) { try deadline.check() }
    }

    /// Writes the counts.
    package func write(to html: inout HTML, in frame: PageFrame) {
        if let (from, to) = frame.compared {
            html.element("p", text: "From position \(HTML.count(from)) to \(HTML.count(to)).")
        }
        ReportSections(report: report, frame: frame).write(to: &html)
    }
}

extension ReportLimits {
    /// What a person who waits gets.
    fileprivate static var shown: ReportLimits {
        var limits = ReportLimits()
        limits.documents = 1_000
        limits.rollbacks = PageLimits.documents
        return limits
    }
}
