import Annals
import AnnalsModel
import AnnalsPage
import HTTPTypes
import Hummingbird

/// What a place is to show: read from the store, in the frame that surrounds it.
typealias PageReading = @Sendable (Store, PageFrame) throws -> any PageContent

/// How the rows of a table are read for programs, at a moment; nil for the present.
typealias RowsReading = @Sendable (Store, PageVisitor, Moment?) throws -> PageRows

/// How what was asked for says which rows are wanted.
typealias RowsOpening = @Sendable (Call) throws -> RowsReading

extension Route {
    /// The routes of the page.
    static let ofPage: [Route] = [
        .pageTimeline, .pageEvent, .pageDocuments, .pageDocument, .pageTables, .pageTable,
        .pageCompare, .pageActors, .pageActor, .pageTasks, .pageFiles, .pageRollback,
        .pageRollingBack, .pageQuery, .pageReports, .pageIntegrity, .pageSignIn, .pageSigningIn,
        .pageSigningOut, .pageOpening,
        .pageStyleSheet, .pageScript, .pageIcon,
    ]

    /// A place of the page, at the moment that its address names.
    ///
    /// - Parameters:
    ///   - rows: Says how the rows of its table are read for programs; nil for a place that has
    ///     none.
    ///   - open: Says which place it is, and how what it shows is read.
    static func place(
        _ path: RoutePath, _ name: String, for right: AccessRight,
        _ parameters: [ParameterDescription] = [], rows: RowsOpening? = nil,
        _ open: @escaping @Sendable (Call) throws -> (PagePlace, PageReading)
    ) -> Route {
        Route(
            .get, path, name, in: pageGroup, "A place of the page.", for: right,
            parameters
                + [
                    PageParameters.at.description, PageParameters.versus.description,
                    PageParameters.zoom.description,
                ]
                + (rows == nil ? [] : [PageParameters.format.description]),
            [AnswerDescription(.ok, "A document.", [(.html, ["type": "string"])])]
        ) { call in
            let (place, read) = try open(call)
            if let rows, try call.value(PageParameters.format) != nil {
                return try await call.csv(of: try rows(call), isQuestion: place == .query)
            }
            return PageAnswer.document(try await call.document(of: place, read))
        }
    }

    /// `GET /page.css`.
    static let pageStyleSheet = Route(
        .get, "/page.css", "pageStyleSheet", in: pageGroup, "The page's style.", for: nil, [],
        [AnswerDescription(.ok, "It.", [(.styleSheet, ["type": "string"])])]
    ) { call in
        PageAsset.styleSheet.response(to: call.request)
    }

    /// `GET /page.svg`.
    static let pageIcon = Route(
        .get, "/page.svg", "pageIcon", in: pageGroup, "The page's mark.", for: nil, [],
        [AnswerDescription(.ok, "It.", [(.image, ["type": "string"])])]
    ) { call in
        PageAsset.icon.response(to: call.request)
    }

    /// `GET /page.js`.
    static let pageScript = Route(
        .get, "/page.js", "pageScript", in: pageGroup, "The page's script.", for: nil, [],
        [AnswerDescription(.ok, "It.", [(.script, ["type": "string"])])]
    ) { call in
        PageAsset.script.response(to: call.request)
    }
}

/// What the places of the page take.
///
/// An empty field of a form is one that was not filled in.
enum PageParameters {
    /// The moment at which one looks.
    static let at = moment("at", "The moment that is shown; the present if it is missing.")
    /// The moment that it is compared with.
    static let versus = moment("vs", "The moment that it is compared with.")
    /// The part of the history that the time line shows.
    static let zoom = Parameter(
        PageZoom.name, in: .query, ["type": "string"],
        "The part of the time line that is shown, as two positions such as 100-200."
    ) { text throws(StoreError) in
        text.isEmpty ? nil : try PageZoom(text)
    }
    /// The position before which a list goes on.
    static let before = Parameter("before", in: .query, from: 1, "Only what came before.")

    /// Rows for programs rather than a document.
    static let format = Parameter(
        "format", in: .query, ["type": "string", "enum": ["csv"]], "Rows rather than a document."
    ) { text throws(StoreError) in
        guard text == "csv" else {
            throw StoreError(
                .invalidArgument,
                "there is no format \(text.quotedForMessage) here: rows can be had as csv")
        }
        return text
    }

    /// A text.
    static func text(_ name: String) -> Parameter<String?> {
        Parameter(name, in: .query, ["type": "string"], "A filter.") { text throws(StoreError) in
            text.isEmpty ? nil : text
        }
    }

    private static func moment(_ name: String, _ meaning: String) -> Parameter<Moment?> {
        Parameter(name, in: .query, ["type": "string"], meaning) { text throws(StoreError) in
            text.isEmpty ? nil : try Moment(text)
        }
    }
}

extension Call {
    /// What a form of the page sends back.
    var formKey: String {
        core.sessions.session(of: request.headers)?.formKey ?? core.sessions.openFormKey
    }

    /// Who looks at the page.
    var visitor: PageVisitor { PageVisitor(grant: caller.grant, formKey: formKey) }

    /// A text that a place of the page was given; nil if it was not, or is empty.
    func text(_ parameter: Parameter<String?>) throws(StoreError) -> String? {
        try value(parameter).flatMap { $0 }
    }

    /// A moment that a place of the page was given; nil if it was not, or is empty.
    ///
    /// - Throws: `notAllowed` for a tag where the visitor does not reach tags.
    func moment(_ parameter: Parameter<Moment?>) throws(StoreError) -> Moment? {
        guard let moment = try value(parameter).flatMap({ $0 }) else { return nil }
        return try caller.checked(moment)
    }

    /// Bytes of a document up to which its places are made at once.
    private static let smallBytes: Int64 = 1 << 20

    /// Whether the document that a place is about is small: large ones take long, and wait for
    /// their turn.
    private func isSmall(_ place: PagePlace, at moment: Moment?) async throws -> Bool {
        try await store.perform { store in
            let bytes: Int64?
            switch place {
            case .document(let stream):
                bytes = try? store.documentBytes(of: stream, at: moment ?? .head)
            case .event(let position):
                let event = try? store.lightEvent(at: position, bodyBytesMax: 0).event
                bytes = try event.flatMap { event in
                    try store.documentBytes(of: event.stream, at: .position(position))
                }
            default: bytes = nil
            }
            // What is not there is refused soon enough.
            return bytes ?? 0 <= Self.smallBytes
        }
    }

    /// The document of a place, which waits for its turn where it may take long.
    func document(of place: PagePlace, _ read: @escaping PageReading) async throws -> [UInt8] {
        let moment = try self.moment(PageParameters.at)
        let other = try self.moment(PageParameters.versus)
        let members = try RequestTarget(request.head.path ?? "/").query
            .filter { !["at", "vs", PageZoom.name].contains($0.name) && !$0.value.isEmpty }
            .map { PageMember($0.name, $0.value) }
        let zoom = try value(PageParameters.zoom).flatMap { $0 }
        let (visitor, counts) = (visitor, core.counts)
        let write: @Sendable (Store) throws -> [UInt8] = { store in
            let frame = try PageFrame(
                place, at: moment, versus: other, zoom: zoom, members: members, of: store,
                for: visitor, counts)
            return frame.document(of: try read(store, frame))
        }
        let isShort =
            switch place {
            case .timeline: !members.contains { $0.name == "search" }
            case .document where members.contains { $0.name == "blame" }: false
            case .document, .event: try await isSmall(place, at: moment)
            default: false
            }
        let isQuestion = place == .query && !members.isEmpty
        return isShort
            ? try await store.perform(write) : try await long(isQuestion: isQuestion, write)
    }
}
