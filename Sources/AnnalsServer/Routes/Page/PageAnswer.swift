import AnnalsModel
import AnnalsPage
import HTTPTypes
import Hummingbird
import NIOCore

/// What the page answers: documents that fetch nothing from elsewhere and that no other site can
/// put into its own.
enum PageAnswer {
    private static let policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src"
        + " 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

    /// A document.
    static func document(
        _ bytes: [UInt8], _ status: HTTPResponse.Status = .ok
    ) -> Response {
        var headers: HTTPFields = [
            .contentType: "\(MediaType.html.rawValue); charset=utf-8", .cacheControl: "no-store",
        ]
        headers.set("Content-Security-Policy", policy)
        headers.set("Referrer-Policy", "no-referrer")
        return Response(
            status: status, headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    /// The way to another address of the page.
    static func redirect(to path: String) -> Response {
        Response(
            status: .seeOther, headers: [.location: path, .cacheControl: "no-store"])
    }

    /// A problem as a document; where a token is missing, the way to where it is typed.
    static func response(to problem: Problem, of request: Request) -> Response {
        let reads = request.method == .get || request.method == .head
        if problem.status == .unauthorized, reads {
            let next = PageAddress.encoded(request.head.path ?? "/", keeping: "/")
            return redirect(to: "/sign-in?next=\(next)")
        }
        let target = try? RequestTarget(request.head.path ?? "/")
        let parts = target?.parts ?? []
        let isCorrectable = reads && target.map { problem.isOfMoment(in: $0) } ?? false
        var response = document(
            PageDocument.problem(
                problem.detail.capitalizedSentence, title: problem.title,
                path: "/" + parts.map { PageAddress.encoded($0) }.joined(separator: "/"),
                isCorrectable
                    ? target?.query.map { PageMember($0.name, $0.value) } ?? [] : []),
            problem.status)
        if let seconds = problem.headers[.retryAfter] { response.headers[.retryAfter] = seconds }
        return response
    }
}

extension Problem {
    /// Whether it is that a moment could not be read, or is not there: another one may be.
    fileprivate func isOfMoment(in target: RequestTarget) -> Bool {
        let moments = target.query.filter { ["at", "vs"].contains($0.name) }
        guard PagePlace.isPath(target.parts), Set(moments.map(\.name)).count == moments.count
        else { return false }
        return moments.contains { member in
            guard !member.value.isEmpty else { return false }
            guard let moment = try? Moment(member.value) else { return status == .badRequest }
            switch moment {
            case .tag, .cycle: return status == .notFound
            default: return code == StoreError.Code.beyondHead.description
            }
        }
    }

    /// What sort of problem it is, in words for a heading.
    fileprivate var title: String {
        switch status {
        case .notFound: "Not here"
        case .forbidden, .unauthorized: "Not allowed"
        case .badRequest: "That cannot be read"
        case .tooManyRequests, .serviceUnavailable: "Later, please"
        default: "That did not work"
        }
    }
}
