package import AnnalsModel
import Foundation

/// A small file or pipe that others wrote, read whole.
package enum InputFile {
    /// The bytes of a file; nil if nothing is there.
    ///
    /// - Parameters:
    ///   - path: Of a file that belongs to no open store.
    ///   - limit: Bytes that it may have; no more than one more is read.
    /// - Throws: `tooLarge`; `invalidArgument` if it is no file, or one of a store; `io`.
    package static func bytes(
        ifAt path: String, limit: Int, takesPipes: Bool = true
    ) throws(StoreError) -> [UInt8]? {
        try StoreFile.checkPath(path)
        if let owner = OpenStores.owner(of: path) {
            throw StoreError(
                .invalidArgument,
                "\(path.terminalSafe) belongs to the store \(owner.given.terminalSafe): give"
                    + " another file")
        }
        // Without waiting for a device; what it is shows below.
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard file >= 0 else {
            if errno == ENOENT { return nil }
            throw failure(path)
        }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0,
            status.st_mode & S_IFMT == S_IFREG
                || takesPipes && status.st_mode & S_IFMT == S_IFIFO
        else {
            throw StoreError(
                .invalidArgument, "\(path.terminalSafe) is no file: give the path of one")
        }
        // From here on the writer of a pipe is waited for.
        _ = fcntl(file, F_SETFL, O_RDONLY)
        guard let bytes = System.read(file, upTo: limit) else { throw failure(path) }
        guard bytes.count <= limit else {
            throw StoreError(
                .tooLarge, "\(path.terminalSafe) has more than \(limit) bytes: give another file")
        }
        return bytes
    }

    /// The bytes of a file.
    ///
    /// - Throws: As ``bytes(ifAt:limit:)``, and `notFound` if nothing is there.
    package static func bytes(at path: String, limit: Int) throws(StoreError) -> [UInt8] {
        guard let bytes = try bytes(ifAt: path, limit: limit) else {
            throw StoreError(
                .notFound, "there is no file \(path.terminalSafe): give the path of one")
        }
        return bytes
    }

    private static func failure(_ path: String) -> StoreError {
        StoreError(.io, "cannot read \(path.terminalSafe): \(System.words)")
    }
}
