import AnnalsModel

// How what is stored looks, wherever it stands.

extension HTML {
    /// Characters of one value that are shown; of more the beginning is.
    static let shownCharacters = 20_000

    /// Appends a time of day, with the exact one for programs.
    mutating func time(_ time: Timestamp) {
        let exact = time.rfc3339
        element("time", HTMLAttribute("datetime", exact)) { html in
            html.text(exact.prefix(19).replacing("T", with: " ") + " UTC")
        }
    }

    /// Milliseconds between when an event is said to have happened and its recording that are
    /// worth a word.
    private static let promptness: Int64 = 60_000

    /// Appends when an event is said to have happened, where that is another time than that of its
    /// recording: what was imported happened before.
    mutating func claim(of event: Event) {
        guard let claimed = event.occurredAt,
            min(claimed, event.recordedAt).milliseconds(to: max(claimed, event.recordedAt))
                >= Self.promptness
        else { return }
        element("span", .style("claimed")) { html in
            html.text(" happened ")
            html.time(claimed)
        }
    }

    /// Appends the name of somebody, as a link to what it did.
    ///
    /// Documents name others as they like: what is too long for a name leads nowhere.
    ///
    /// - Parameter frame: Where one looks; nil for a document without places to lead to.
    mutating func actor(named name: String, in frame: PageFrame?) {
        let shown = name.shortened(to: 120)
        guard let frame, !name.isEmpty, name.utf8.count <= Limits.actorBytesMax else {
            return text(shown)
        }
        element("a", .href(frame.address(.actor(name))), .style("actor"), text: shown)
    }

    /// Appends an actor, as a link to what it did.
    mutating func actor(_ actor: Actor, in frame: PageFrame) {
        self.actor(named: actor.name, in: frame)
        guard actor.kind != .agent else { return }
        text(" ")
        element("span", .style("kind"), text: actor.kind.rawValue)
    }

    /// Appends the name of a stream, as a link to its document.
    mutating func stream(_ stream: StreamName, in frame: PageFrame) {
        element("a", .href(frame.address(.document(stream))), .style("stream")) { html in
            html.text(stream.description.shortened(to: 160))
        }
    }

    /// Appends the position of an event, as a link to it.
    mutating func event(_ position: Int64, in frame: PageFrame) {
        element("a", .href(frame.address(.event(position))), .style("event")) { html in
            html.text("#\(position)")
        }
    }

    /// Appends a value as it is stored: numbers as they were written, texts in quotes, the rest as
    /// JSON.
    mutating func value(_ value: JSONValue) {
        switch value {
        case .string(let text): string(text)
        case .number(let number):
            element("span", .style("number"), text: number.literal.shortened(to: 400))
        case .null, .bool: element("span", .style("word"), text: value.compact)
        case .array(let list) where list.isEmpty: element("span", .style("word"), text: "[]")
        case .object(let object) where object.isEmpty:
            element("span", .style("word"), text: "{}")
        case .array, .object: block(value.pretty())
        }
    }

    /// Appends a text of one line or several.
    mutating func string(_ text: String) {
        guard !text.utf8.contains(UInt8(ascii: "\n")) else { return block(text) }
        element("span", .style("string")) { html in
            html.element("span", .style("quote"), text: "\"")
            html.shown(text)
            html.element("span", .style("quote"), text: "\"")
        }
    }

    /// Appends a text of several lines.
    mutating func block(_ text: String) {
        element("pre") { html in html.shown(text, keepsLines: true) }
    }

    /// Appends a text, or its beginning where it is long, and says so.
    private mutating func shown(_ whole: String, keepsLines: Bool = false) {
        let scalars = whole.unicodeScalars
        guard whole.utf8.count > Self.shownCharacters,
            let end = scalars.index(
                scalars.startIndex, offsetBy: Self.shownCharacters, limitedBy: scalars.endIndex),
            end < scalars.endIndex
        else { return text(whole, keepsLines: keepsLines) }
        text(String(scalars[..<end]), keepsLines: keepsLines)
        element(
            "span", .style("more"),
            text: "… \(Self.count(scalars.distance(from: end, to: scalars.endIndex))) more"
                + " characters: the interface /v1 has them")
    }

    /// A count with its thousands apart.
    static func count(_ number: some BinaryInteger) -> String {
        let digits = Array(String(number).utf8)
        var text: [UInt8] = []
        for (index, digit) in digits.enumerated() {
            let left = digits.count - index
            if index > 0, left % 3 == 0, digits[index - 1] != UInt8(ascii: "-") {
                text.append(UInt8(ascii: ","))
            }
            text.append(digit)
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// A count with the word for what is counted.
    static func count(_ number: some BinaryInteger, _ word: String) -> String {
        "\(count(number)) \(word)\(number == 1 ? "" : "s")"
    }
}

extension String {
    /// The text, or its beginning with a mark that there was more.
    func shortened(to characters: Int) -> String {
        guard utf8.count > characters else { return self }
        let scalars = unicodeScalars.prefix(characters)
        guard scalars.endIndex < unicodeScalars.endIndex else { return self }
        return String(scalars) + "…"
    }
}
