import Annals
import AnnalsModel

// The time line: bars of events, tags as marks, and the handles that choose moments.

extension PageFrame {
    /// Cycles whose starts are told to the script: more are stepped over by positions.
    private static let steppedCycles = 2_000
    private static let width: Int64 = 1_000
    private static let height: Int64 = 56

    func writeTimeLine(to html: inout HTML) {
        html.element("section", .id("time"), HTMLAttribute("aria-label", "Moment")) { html in
            if head > 0 { writeBars(to: &html) }
            html.element("div", .style("choosing")) { html in
                if head > 0 { writeHandles(to: &html) }
                writeMomentForm(to: &html)
                if head > 0 { writeZoom(to: &html) }
            }
        }
    }

    /// The bars: a picture, which the handles below it and the table of the timeline say in words.
    private func writeBars(to html: inout HTML) {
        let tallest = max(bars.bars.map(\.total).max() ?? 1, 1)
        html.element(
            "svg", .id("bars"), HTMLAttribute("viewBox", "0 0 \(Self.width) \(Self.height)"),
            HTMLAttribute("preserveAspectRatio", "none"), HTMLAttribute("role", "img"),
            HTMLAttribute("aria-label", zoomWords)
        ) { html in
            for bar in bars.bars { writeBar(bar, tallest, to: &html) }
            for tag in tags where shows(tag.moment) {
                let isRollback = tag.name.hasPrefix("before-rollback-")
                writeMark(
                    at: tag.moment, isRollback ? "rollback" : "tag",
                    isRollback ? "rolled back to before here" : "tag \(tag.name)", to: &html)
            }
            if let versus { writeMark(at: versus, "versus", "compared with this", to: &html) }
            writeMark(at: at, "here", "the moment that is shown", to: &html)
        }
    }

    private var zoomWords: String {
        guard zoom != nil else { return "Events over the whole history, \(HTML.count(head))" }
        return "Events \(HTML.count(shown.after + 1)) to \(HTML.count(shown.through))"
            + " of \(HTML.count(head))"
    }

    private func writeBar(_ bar: TimelineBars.Bar, _ tallest: Int64, to html: inout HTML) {
        guard bar.total > 0 else { return }
        let left = across(bar.after)
        let right = max(across(bar.through), left + 1)
        let isFuture = bar.after >= at
        html.element("g", .style(isFuture ? "bar future" : "bar")) { html in
            html.element("title", text: "\(bar.name): \(HTML.count(bar.total, "event"))")
            // An import of thousands of events leaves the cycles beside it to be seen.
            let share = (Double(bar.total) / Double(tallest)).squareRoot()
            let whole = max(Int64(share * Double(Self.height - 6)), 1)
            var below: Int64 = 0
            for (index, count) in bar.counts.enumerated() where count > 0 {
                let bottom = Self.height - below * whole / bar.total
                below += count
                let top = Self.height - below * whole / bar.total
                html.element(
                    "rect", .style("c\(index)"), HTMLAttribute("x", "\(left)"),
                    HTMLAttribute("y", "\(min(top, bottom - 1))"),
                    HTMLAttribute("width", "\(max(right - left - 1, 1))"),
                    HTMLAttribute("height", "\(max(bottom - top, 1))"), text: "")
            }
        }
    }

    private func writeMark(
        at position: Int64, _ style: String, _ words: String, to html: inout HTML
    ) {
        let x = across(position)
        html.element("g", .style("mark-\(style)")) { html in
            html.element("title", text: words.terminalSafe)
            html.element(
                "line", HTMLAttribute("x1", "\(x)"), HTMLAttribute("x2", "\(x)"),
                HTMLAttribute("y1", "0"), HTMLAttribute("y2", "\(Self.height)"),
                HTMLAttribute("vector-effect", "non-scaling-stroke"), text: "")
        }
    }

    private func shows(_ position: Int64) -> Bool {
        position >= shown.after && position <= shown.through
    }

    /// Where a position that is shown lies in the picture.
    private func across(_ position: Int64) -> Int64 {
        // A position has at most 63 bits.
        let product = Self.width.multipliedFullWidth(by: position - shown.after)
        return max(shown.through - shown.after, 1).dividingFullWidth(product).quotient
    }

    /// The ways to see more or less of the history.
    private func writeZoom(to html: inout HTML) {
        var ways: [(id: String, name: String, zoom: PageZoom?)] = []
        if let closer = PageZoom.closer(shown, to: at, of: head) {
            ways.append(("zoom-in", "closer", closer))
        }
        if let (from, to) = compared, let between = PageZoom.between(from, to, of: head) {
            ways.append(("zoom-between", "between the two moments", between))
        }
        if zoom != nil {
            ways.append(("zoom-out", "wider", PageZoom.wider(shown, of: head)))
            ways.append(("zoom-all", "the whole history", nil))
        }
        html.element("p", .id("zoom")) { html in
            if !ways.isEmpty { html.text("Time line: ") }
            for (index, way) in ways.enumerated() {
                if index > 0 { html.text(" · ") }
                html.element("a", .id(way.id), .href(zoomed(to: way.zoom)), text: way.name)
            }
        }
    }

    private func writeHandles(to html: inout HTML) {
        html.element(
            "form", .id("handles"), HTMLAttribute("method", "get"),
            HTMLAttribute("action", place.path)
        ) { html in
            writeHandle("at", "Moment", at, to: &html)
            if let versus { writeHandle("vs", "Compared with", versus, to: &html) }
            writeMembers(to: &html)
            html.element("button", .style("unscripted"), text: "Look")
        }
    }

    private func writeHandle(
        _ name: String, _ label: String, _ position: Int64, to html: inout HTML
    ) {
        let starts = cycles.suffix(Self.steppedCycles).map { "\($0.number):\($0.position)" }
        html.element("label", .style("handle")) { html in
            html.element("span", text: label)
            html.void(
                "input", HTMLAttribute("type", "range"), .id("\(name)-handle"),
                HTMLAttribute("name", name), HTMLAttribute("min", "\(shown.after)"),
                HTMLAttribute("max", "\(shown.through)"), HTMLAttribute("value", "\(position)"),
                HTMLAttribute("aria-valuetext", describe(position)),
                HTMLAttribute("data-cycles", starts.joined(separator: " ")))
            html.element(
                "output", HTMLAttribute("for", "\(name)-handle"), text: describe(position))
        }
    }

    /// How a moment is written.
    static let momentHint = "head~3, cycle:7, tag:NAME, a position, a time, occurred:TIME"

    private func writeMomentForm(to html: inout HTML) {
        html.element(
            "form", .id("moments"), HTMLAttribute("method", "get"),
            HTMLAttribute("action", place.path)
        ) { html in
            writeField("at", "Go to", isPinned ? "seq:\(at)" : "", to: &html)
            writeField("vs", "compare with", versus.map { "seq:\($0)" } ?? "", to: &html)
            writeMembers(to: &html)
            html.element("button", text: "Go")
            html.element(
                "span", .style("note"), .id("moment-hint"),
                text: Self.momentHint)
        }
    }

    private func writeField(
        _ name: String, _ label: String, _ value: String, to html: inout HTML
    ) {
        html.element("label") { html in
            html.text("\(label) ")
            html.void(
                "input", HTMLAttribute("type", "text"), .id("\(name)-field"),
                HTMLAttribute("name", name), HTMLAttribute("value", value),
                HTMLAttribute("placeholder", name == "at" ? "now" : "nothing"),
                HTMLAttribute("aria-describedby", "moment-hint"),
                HTMLAttribute("autocomplete", "off"), HTMLAttribute("spellcheck", "false"))
        }
    }

    /// What the address holds besides the moments, for a form that leads to the same place.
    func writeMembers(to html: inout HTML, but names: Set<String> = []) {
        for member in members where !names.contains(member.name) && member.name != "before" {
            html.hidden(member.name, member.value)
        }
        writeZoomMember(to: &html)
    }

    private func writeZoomMember(to html: inout HTML) {
        for member in zoom.members { html.hidden(member.name, member.value) }
    }

    /// The moments of the address, for a form that leads on from it.
    func writeMoments(to html: inout HTML) {
        if isPinned {
            html.hidden("at", "seq:\(at)")
        }
        if let versus {
            html.hidden("vs", "seq:\(versus)")
        }
        writeZoomMember(to: &html)
    }
}
