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
            let next = request.head.path ?? "/"
            return redirect(
                to: "/sign-in?next=" + (next == "/" ? "/" : next.percentEncodedForQuery))
        }
        var response = document(
            PageDocument.problem(problem.detail.asSentence, title: problem.title),
            problem.status)
        if let seconds = problem.headers[.retryAfter] { response.headers[.retryAfter] = seconds }
        return response
    }

    /// A part that is the same in every store, with a tag by which a browser need not fetch it
    /// again.
    static func asset(_ bytes: [UInt8], _ type: MediaType, to request: Request) -> Response {
        let tag = "\"\(AnnalsVersion.current)-\(bytes.mark)\""
        var headers: HTTPFields = [.eTag: tag, .cacheControl: "no-cache"]
        if let given = request.headers[.ifNoneMatch], EntityTag.isAmong(given, tag) {
            return Response(status: .notModified, headers: headers)
        }
        headers[.contentType] = "\(type.rawValue); charset=utf-8"
        return Response(
            status: .ok, headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}

extension Problem {
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

extension String {
    /// A clause as a sentence of its own.
    fileprivate var asSentence: String {
        guard let first else { return self }
        return first.uppercased() + dropFirst() + (hasSuffix(".") ? "" : ".")
    }

    /// A path as the value of a parameter.
    fileprivate var percentEncodedForQuery: String {
        var text = ""
        for byte in utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "-"),
                UInt8(ascii: "."), UInt8(ascii: "_"):
                text.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                text += digits.count == 1 ? "%0\(digits)" : "%\(digits)"
            }
        }
        return text
    }
}

extension [UInt8] {
    /// A short mark that other bytes will hardly have (FNV-1a, 64 bits).
    fileprivate var mark: String {
        let hash = reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
        return String(hash, radix: 16)
    }
}
