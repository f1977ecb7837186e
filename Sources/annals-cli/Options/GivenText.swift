import Annals
import Foundation

/// Text that is given on the command line, as `@FILE` or, with `-`, on standard input.
enum GivenText {
    /// The bytes of the text.
    ///
    /// - Throws: `io` if the file cannot be read.
    static func bytes(_ argument: String) throws(StoreError) -> [UInt8] {
        if argument == "-" {
            return try read("standard input", from: .standardInput)
        }
        guard argument.utf8.first == UInt8(ascii: "@") else { return Array(argument.utf8) }
        let path = String(argument.dropFirst())
        guard let file = FileHandle(forReadingAtPath: path) else {
            throw StoreError(
                .io,
                "cannot open the file \(path.quotedForMessage): \(String(cString: strerror(errno)))"
            )
        }
        return try read("the file \(path.quotedForMessage)", from: file)
    }

    /// The same as text.
    ///
    /// - Throws: `invalidArgument` if it is not UTF-8, `io`.
    static func text(_ argument: String) throws(StoreError) -> String {
        guard let text = String(validating: try bytes(argument), as: UTF8.self) else {
            throw StoreError(
                .invalidArgument, "\(argument.quotedForMessage) is not UTF-8: write it as such")
        }
        return text
    }

    private static func read(_ name: String, from file: FileHandle) throws(StoreError) -> [UInt8] {
        do {
            return Array(try file.readToEnd() ?? Data())
        } catch {
            throw StoreError(
                .io, "cannot read \(name): \(error.localizedDescription)", cause: error)
        }
    }
}
