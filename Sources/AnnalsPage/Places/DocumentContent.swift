package import Annals
package import AnnalsModel

/// A document at a moment: who gave each of its values, its versions, and how two of them differ.
package struct DocumentContent: PageContent {
    /// What is shown of a document.
    private enum State: Sendable {
        case values(BlamedDocument)
        case lines(BlamedLines)
        case absent(String)
    }

    private let stream: StreamName
    private let version: Int64
    private let versions: Int64
    private let state: State
    private let difference: [ValueDifference]?
    private let history: DocumentVersions
    private let origins: DocumentOrigins

    /// The heading.
    package var title: String { stream.description }

    /// Reads a document.
    ///
    /// - Parameters:
    ///   - before: The position before which its versions are listed; nil for the newest.
    ///   - isPatient: Whether who gave its values is looked for however far back that lies.
    /// - Throws: `notAllowed` where the visitor may not see it, `notFound` where there is no such
    ///   stream.
    package init(
        _ stream: StreamName, before: Int64?, isPatient: Bool = false, of store: Store,
        in frame: PageFrame
    ) throws {
        try frame.visitor.demand(stream.category)
        self.stream = stream
        versions = try store.storedDocument(stream, at: .head).version
        guard versions > 0 else { throw store.unknown(stream) }
        history = try DocumentVersions(of: stream, before: before, in: store)
        origins = try DocumentOrigins(of: stream, in: store, in: frame)
        let bytes = try store.documentBytes(of: stream, at: frame.moment)
        guard bytes <= PageLimits.documentBytesMax else {
            version = 0
            state = .absent(
                "It is made of \(HTML.count(bytes)) bytes, more than this page shows.")
            difference = nil
            return
        }
        let found = try store.storedDocument(stream, at: frame.moment)
        version = found.version
        if let document = found.document {
            state = try Self.state(
                document, of: stream, in: store, at: frame.moment, isPatient: isPatient)
        } else {
            state = .absent(
                try store.absence(of: stream, at: found.position).message)
        }
        difference = try frame.compared.map { from, to in
            ValueDifference.between(
                try store.document(stream, at: .position(from)),
                try store.document(stream, at: .position(to)))
        }
    }

    private static func state(
        _ document: JSONObject, of stream: StreamName, in store: Store, at moment: Moment,
        isPatient: Bool
    ) throws -> State {
        if stream.category == StreamName.fileCategory, case .string(let text)? = document["text"],
            LineDifference.isComparable(text)
        {
            let blamed = try store.blameLines(of: stream, as: moment)
            return .lines(BlamedLines(document, blamed))
        }
        guard !document.isEmpty else {
            return .values(BlamedDocument(document, try store.blame(stream, as: moment)))
        }
        let deadline = PlaceDeadline(
            seconds: isPatient ? PageLimits.querySeconds : PageLimits.blameSeconds)
        let (found, isWhole) = try store.blame(
            stream, as: moment, while: { !deadline.isOver })
        return .values(BlamedDocument(document, found, hasAllEvents: isWhole))
    }

    /// Writes the document.
    package func write(to html: inout HTML, in frame: PageFrame) {
        writeTrackbar(to: &html, in: frame)
        origins.write(to: &html, in: frame)
        if let difference, let compared = frame.compared {
            html.section("diff", "From position \(compared.from) to \(compared.to)") { html in
                if difference.isEmpty {
                    html.element("p", text: "It is the same at both.")
                } else {
                    html.differences(difference)
                }
            }
        }
        html.section("state", frame.isPast ? "As it was then" : "As it is") { html in
            switch state {
            case .values(let document): document.write(to: &html, in: frame)
            case .lines(let lines): lines.write(to: &html, in: frame)
            case .absent(let sentence): html.element("p", text: sentence.capitalizedSentence)
            }
        }
        html.section("versions", "Its versions") { html in
            history.write(of: stream, shown: version, to: &html, in: frame)
        }
    }

    /// The handle that goes through its versions alone.
    private func writeTrackbar(to html: inout HTML, in frame: PageFrame) {
        html.element(
            "form", .id("versions-form"), HTMLAttribute("method", "get"),
            HTMLAttribute("action", frame.place.path)
        ) { html in
            html.element("label", .style("handle")) { html in
                html.element("span", text: "Version")
                html.void(
                    "input", HTMLAttribute("type", "range"), .id("version-handle"),
                    HTMLAttribute("name", "version"), HTMLAttribute("min", "1"),
                    HTMLAttribute("max", "\(versions)"),
                    HTMLAttribute("value", "\(max(version, 1))"))
                html.element(
                    "output", HTMLAttribute("for", "version-handle"),
                    text: "\(version) of \(versions)")
            }
            if let versus = frame.versus {
                html.hidden("vs", "seq:\(versus)")
            }
            html.element("button", .style("unscripted"), text: "Show")
            html.element("nav", .style("ways"), HTMLAttribute("aria-label", "From here")) {
                html in
                html.element(
                    "a", HTMLAttribute("href", "/v1/streams/" + path + "?at=\(frame.at)"),
                    text: "As JSON")
                if stream.category == StreamName.fileCategory {
                    html.element("a", .href(frame.address(.files, folder)), text: "Its folder")
                }
                guard frame.visitor.canSee(.rollback), !stream.isOwn else { return }
                if frame.isPast {
                    html.element(
                        "a", .id("take-back"), .href(.rollback(of: stream, to: frame.at)),
                        text: "Bring this back")
                } else {
                    html.element(
                        "a", .id("take-back"),
                        .href(
                            PageAddress(
                                .rollback, members: [PageMember("stream", stream.description)])),
                        text: "Take changes back")
                }
            }
        }
    }

    /// The folder of a captured file, as the place of files takes it.
    private var folder: [PageMember] {
        guard let cut = stream.id.lastIndex(of: "/"), cut > stream.id.startIndex else { return [] }
        return [PageMember("folder", String(stream.id[...cut]))]
    }

    private var path: String {
        "\(stream.category)/\(PageAddress.encoded(stream.id))"
    }
}

extension String {
    /// A sentence that began within another, as one of its own.
    package var capitalizedSentence: String {
        guard let first else { return self }
        return first.uppercased() + dropFirst() + (hasSuffix(".") ? "" : ".")
    }
}
