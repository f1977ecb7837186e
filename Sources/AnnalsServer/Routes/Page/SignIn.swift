import Annals
import AnnalsModel
import AnnalsPage
import HTTPTypes
import Hummingbird

extension Route {
    private static let next = PageParameters.text("next")
    private static let answers = [
        AnswerDescription(.ok, "A document.", [(.html, ["type": "string"])])
    ]
    private static let form = BodyDescription([(.form, ["type": "object"])])

    /// `GET /sign-in`.
    static let pageSignIn = Route(
        .get, "/sign-in", "pageSignIn", in: pageGroup, "Where a token is typed.", for: nil,
        [next.description], answers
    ) { call in
        let next = try call.text(next).localPath
        guard try await !call.core.access.isOpen() else { return PageAnswer.redirect(to: next) }
        return PageAnswer.document(PageDocument.signIn(next: next, refusal: nil))
    }

    /// `POST /sign-in`.
    static let pageSigningIn = Route(
        .post, "/sign-in", "pageSigningIn", in: pageGroup, "Takes a token.", for: nil,
        body: form, answers
    ) { call in
        let form = try await GivenForm(call)
        let next = form["next"].localPath
        let sessions = call.core.sessions
        try sessions.checkTries()
        let token = form["token"] ?? ""
        let digest = NewAccess.digest(of: token)
        guard let caller = try await call.core.access.caller(bearing: digest) else {
            sessions.noteTry()
            call.core.refusals.note(nil, "unauthorized", route: "POST /sign-in")
            return PageAnswer.document(
                PageDocument.signIn(
                    next: next, refusal: "There is no such token, or it has ended."),
                .unauthorized)
        }
        guard caller.grant?.allows(.read) == true else {
            return PageAnswer.document(
                PageDocument.signIn(
                    next: next,
                    refusal: "This token may not read, so that there is nothing to show."),
                .forbidden)
        }
        if let earlier = sessions.session(of: call.request.headers) { sessions.end(earlier) }
        var answer = PageAnswer.redirect(to: next)
        answer.headers[.setCookie] = sessions.header(sessions.begin(digest))
        return answer
    }

    /// `POST /sign-out`.
    static let pageSigningOut = Route(
        .post, "/sign-out", "pageSigningOut", in: pageGroup, "Ends a session.", for: nil,
        body: form, answers
    ) { call in
        try await GivenForm(call).checkKey(of: call)
        if let session = call.core.sessions.session(of: call.request.headers) {
            call.core.sessions.end(session)
        }
        var answer = PageAnswer.redirect(to: "/sign-in")
        answer.headers[.setCookie] = call.core.sessions.header(nil)
        return answer
    }
}

extension String? {
    /// A path of this server: whatever leads elsewhere is its front page.
    fileprivate var localPath: String {
        guard let path = self, path.hasPrefix("/"), !path.hasPrefix("//"),
            !path.hasPrefix("/\\"),
            path.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "\\") })
        else { return "/" }
        return path
    }
}
