import AnnalsModel
import AnnalsPage
import HTTPTypes
import Hummingbird

extension Route {
    private static let code = PageParameters.text("code")

    /// `GET /open`.
    static let pageOpening = Route(
        .get, "/open", "pageOpening", in: pageGroup, "Takes an invitation.", for: nil,
        [code.description],
        [AnswerDescription(.ok, "A document.", [(.html, ["type": "string"])])]
    ) { call in
        let sessions = call.core.sessions
        // Tries are not counted: nobody guesses the code, and any page of the browser can try.
        guard let invitation = call.core.options.invitation, let code = try call.text(code),
            call.request.method == .get, invitation.take(with: code)
        else {
            throw StoreError(
                .notAllowed,
                "this address signs in once, and within a minute: it was used, or is too old, and"
                    + " whoever started the server can start it again for another one")
        }
        // A document rather than a redirect: where another program opened the address, the browser
        // sends the cookie to what this document leads to, and not to where it is sent on.
        var answer = PageAnswer.document(PageDocument.signedIn())
        answer.headers[.setCookie] = sessions.header(sessions.begin(nil))
        return answer
    }
}
