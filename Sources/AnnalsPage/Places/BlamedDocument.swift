import AnnalsModel

/// A document line by line, with who gave each value in the margin.
struct BlamedDocument: Sendable {
    /// One line.
    private struct Line: Sendable {
        let depth: Int
        let name: String?
        let pointer: JSONPointer
        /// The value; nil where members or elements follow in lines of their own.
        let value: JSONValue?
        let event: BlamedValue?
    }

    /// Steps of indentation that are told apart.
    private static let depthMax = 8

    private var lines: [Line] = []
    private var isWhole = true
    private let gone: [BlamedValue]
    private let hasAllEvents: Bool

    /// Lays a document out.
    ///
    /// - Parameter hasAllEvents: Whether it is known of every value who gave it.
    init(_ document: JSONObject, _ blame: [BlamedValue], hasAllEvents: Bool = true) {
        self.hasAllEvents = hasAllEvents
        var known: [JSONPointer: BlamedValue] = [:]
        for value in blame { known[value.pointer] = value }
        gone = blame.filter { $0.value == nil }
        add(.object(document), nil, JSONPointer(tokens: []), 0, nil, known)
    }

    private mutating func add(
        _ value: JSONValue, _ name: String?, _ pointer: JSONPointer, _ depth: Int,
        _ above: BlamedValue?, _ known: [JSONPointer: BlamedValue]
    ) {
        guard lines.count < PageLimits.lines else {
            isWhole = false
            return
        }
        let event = known[pointer] ?? above
        switch value {
        case .object(let object) where !object.isEmpty:
            addOpening(name, pointer, depth, known[pointer])
            for (key, member) in object {
                add(member, key, pointer.appending(key), depth + 1, event, known)
            }
        case .array(let list) where list.contains(where: \.isNested):
            addOpening(name, pointer, depth, known[pointer])
            for (index, element) in list.enumerated() {
                add(
                    element, "\(index)", pointer.appending("\(index)"), depth + 1, event, known)
            }
        default:
            lines.append(
                Line(depth: depth, name: name, pointer: pointer, value: value, event: event))
        }
    }

    private mutating func addOpening(
        _ name: String?, _ pointer: JSONPointer, _ depth: Int, _ event: BlamedValue?
    ) {
        guard !pointer.isRoot else { return }
        lines.append(
            Line(depth: depth, name: name, pointer: pointer, value: nil, event: event))
    }

    /// Writes the document.
    func write(to html: inout HTML, in frame: PageFrame) {
        let newest = lines.compactMap { $0.event?.event.position }.max()
        html.table("The document", ["Who", "When and why", "Place", "Value"], "blame") { html in
            for line in lines { write(line, newest, to: &html, in: frame) }
        }
        if !isWhole {
            html.element(
                "p", .style("note"),
                text: "It goes on: the first \(HTML.count(PageLimits.lines)) values are shown.")
        }
        if !hasAllEvents {
            html.element("p", .style("note")) { html in
                html.text("Who gave the other values lies further back: ")
                html.element(
                    "a", .href(frame.address(frame.place, [PageMember("blame", "all")])),
                    text: "look for it")
            }
        }
        guard !gone.isEmpty else { return }
        html.element("h3", text: "Taken away")
        html.table("Taken away", ["Who", "When and why", "Place", "It was"], "blame") { html in
            for value in gone {
                html.element("tr") { html in
                    html.blame(value.event, isFirst: true, in: frame)
                    html.element("th", HTMLAttribute("scope", "row")) { html in
                        html.element("code", text: value.pointer.place)
                    }
                    html.element("td") { html in
                        if let before = value.before { html.value(before) }
                    }
                }
            }
        }
    }

    private func write(
        _ line: Line, _ newest: Int64?, to html: inout HTML, in frame: PageFrame
    ) {
        let isNewest = line.event != nil && line.event?.event.position == newest
        let anchor = line.pointer.anchor
        html.element(
            "tr", HTMLAttribute("id", anchor), .style(isNewest ? "newest" : nil)
        ) { html in
            if let event = line.event {
                html.blame(event.event, isFirst: true, in: frame)
            } else {
                html.element("td", text: "")
                html.element("td", text: "")
            }
            html.element(
                "th", HTMLAttribute("scope", "row"),
                .style("i\(min(max(line.depth - 1, 0), Self.depthMax))")
            ) { html in
                let name = (line.name ?? "the whole").shortened(to: 120)
                guard let anchor else { return html.text(name) }
                html.element(
                    "a", .href(frame.address(frame.place, fragment: anchor)),
                    HTMLAttribute("title", line.pointer.place.terminalSafe), text: name)
            }
            html.element("td") { html in
                guard let value = line.value else { return }
                html.value(value)
                if let before = line.event?.before, line.event?.pointer == line.pointer {
                    html.element("span", .style("before")) { html in
                        html.text(" was ")
                        html.text(before.compact.shortened(to: 120))
                    }
                }
            }
        }
    }
}

extension JSONValue {
    /// Whether it is an object or an array with something in it.
    fileprivate var isNested: Bool {
        switch self {
        case .object(let object): !object.isEmpty
        case .array(let array): !array.isEmpty
        default: false
        }
    }
}

extension HTML {
    /// Appends the two cells of a margin: who, when and why.
    ///
    /// - Parameter isFirst: Whether the line before is of another event: else it is not said
    ///   again.
    mutating func blame(_ event: Event, isFirst: Bool, in frame: PageFrame) {
        element("td", .style("who")) { html in
            if isFirst { html.actor(event.actor, in: frame) }
        }
        element("td", .style("why")) { html in
            guard isFirst else { return }
            html.event(event.position, in: frame)
            html.text(" ")
            html.time(event.recordedAt)
            html.claim(of: event)
            if let reason = event.reason {
                html.element("span", .style("reason"), text: reason.shortened(to: 160))
            }
        }
    }
}
