import Annals
import AnnalsModel
import Foundation

/// Text that is given on the command line, as `@FILE` or, with `-`, on standard input.
enum GivenText {
    /// Bytes that are read at a time.
    private static let pieceBytes = 1 << 20

    /// The bytes of the text.
    ///
    /// - Parameters:
    ///   - what: What it is, for the sentence that refuses it.
    ///   - limit: Bytes that it may have; no more than one more is ever read.
    ///   - store: Path of the store, whose files are not read.
    /// - Throws: `tooLarge`; `invalidArgument` for a folder, a device or a file of the store; `io`
    ///   if the file cannot be read.
    static func bytes(
        _ argument: String, _ what: String, limit: Int, besides store: String
    ) throws(StoreError) -> [UInt8] {
        if argument == "-" {
            let input = GivenFile.standardInput
            try input.check()
            return try read(input, what, limit)
        }
        guard argument.utf8.first == UInt8(ascii: "@") else {
            let bytes = Array(argument.utf8)
            guard bytes.count <= limit else { throw tooLarge(what, limit) }
            return bytes
        }
        let file = try GivenFile(opening: String(argument.dropFirst()), besides: store)
        defer { file.close() }
        return try read(file, what, limit)
    }

    /// The same as text, without a byte order mark.
    ///
    /// - Throws: As ``bytes(_:_:limit:besides:)``, and `invalidArgument` if it is not UTF-8.
    static func text(
        _ argument: String, _ what: String, limit: Int, besides store: String
    ) throws(StoreError) -> String {
        let bytes = try bytes(argument, what, limit: limit, besides: store)
        let body = bytes.dropFirst(ByteOrderMark.length(in: bytes))
        guard let text = String(validating: body, as: UTF8.self) else {
            throw StoreError(
                .invalidArgument, "\(argument.quotedForMessage) is not UTF-8: write it as such")
        }
        return text
    }

    /// The same as a JSON object.
    ///
    /// - Parameter example: An object of the kind, for the sentence that refuses another value.
    /// - Throws: As ``bytes(_:_:limit:besides:)``, `invalidJSON`, and `invalidArgument` if it is no
    ///   object.
    static func object(
        _ argument: String, _ name: String, besides store: String, like example: String
    ) throws(StoreError) -> JSONObject {
        let bytes = try bytes(
            argument, "the \(name)", limit: Limits.bodyBytesMax, besides: store)
        let value = try JSONValue(
            parsing: Array(bytes.dropFirst(ByteOrderMark.length(in: bytes))))
        guard let object = value.asObject else {
            throw StoreError(
                .invalidArgument,
                "the \(name) is a JSON \(value.kindName): give an object, like \(example)")
        }
        return object
    }

    private static func read(
        _ file: GivenFile, _ what: String, _ limit: Int
    ) throws(StoreError) -> [UInt8] {
        if let size = file.size, size > Int64(limit) { throw tooLarge(what, limit) }
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: min(pieceBytes, limit + 1))
        while true {
            let count = try piece.withUnsafeMutableBytes { file.read(into: $0) }.get()
            guard let count else { continue }
            if count == 0 { return bytes }
            guard bytes.count + count <= limit else { throw tooLarge(what, limit) }
            bytes.append(contentsOf: piece[..<count])
        }
    }

    private static func tooLarge(_ what: String, _ limit: Int) -> StoreError {
        StoreError(.tooLarge, "\(what) has more than \(limit) bytes: give less, or in parts")
    }
}
