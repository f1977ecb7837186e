import Annals
import AnnalsModel
import AnnalsPage
import HTTPTypes
import Hummingbird

extension Route {
    private static let to = PageParameters.text("to")
    private static let stream = PageParameters.text("stream")
    private static let category = PageParameters.text("category")
    private static let actor = PageParameters.text("actor")
    private static let correlation = PageParameters.text("correlation")

    /// `GET /rollback`.
    static let pageRollback: Route = .place(
        "/rollback", "pageRollback", for: .rollback,
        [to, stream, category, actor, correlation].map(\.description)
    ) { call in
        let wish = try RollbackWish(call) { name throws(StoreError) in
            switch name {
            case "to": try call.text(to)
            case "stream": try call.text(stream)
            case "category": try call.text(category)
            case "actor": try call.text(actor)
            default: try call.text(correlation)
            }
        }
        return (.rollback, { store, frame in try RollbackContent(wish, of: store, in: frame) })
    }

    /// `POST /rollback`.
    static let pageRollingBack = Route(
        .post, "/rollback", "pageRollingBack", in: pageGroup, "Takes changes back.",
        for: .rollback, [], body: BodyDescription([(.form, ["type": "object"])]),
        [AnswerDescription(.ok, "A document.", [(.html, ["type": "string"])])]
    ) { call in
        let form = try await GivenForm(call)
        try form.checkKey(of: call)
        let visitor = call.visitor
        let wish = try RollbackWish(call) { name throws(StoreError) in form[name] }
        guard let to = wish.to, let reason = form["reason"],
            let seen = form["head"].flatMap({ Int64($0) }), seen >= 0
        else {
            throw StoreError(
                .invalidArgument,
                "a rollback needs a moment, a reason and the preview that was looked at: begin"
                    + " with the preview")
        }
        let actor = try call.actor()
        let summary = try await call.long { store in
            // What goes along may be in categories that the visitor does not reach.
            let head = try store.previewRollback(
                to: to, wish.scope, for: visitor, steps: 0
            ).summary.head
            return try store.rollback(
                to: to, wish.scope, by: actor, reason: reason, expectedHead: min(seen, head))
        }
        guard let position = summary.position else {
            throw StoreError(
                .versionConflict, "nothing is left to take back: somebody was faster, perhaps")
        }
        return PageAnswer.redirect(to: PageAddress(.event(position)).text)
    }
}

extension RollbackWish {
    /// Reads what is to be taken back from the fields of a form.
    fileprivate init(
        _ call: Call, _ field: (String) throws(StoreError) -> String?
    ) throws(StoreError) {
        let visitor = call.visitor
        let stream = try field("stream")
        let to = try field("to")
        let scope = RollbackScope(
            stream: try stream.map { text throws(StoreError) in try StreamName(text) },
            category: try field("category") ?? (stream == nil ? visitor.onlyCategory : nil),
            actor: try field("actor"), correlation: try field("correlation"))
        try self.init(
            to: try to.map { text throws(StoreError) in
                try call.caller.checked(try Moment(text))
            }, scope, for: visitor)
    }
}
