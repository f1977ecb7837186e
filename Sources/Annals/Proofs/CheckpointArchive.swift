import AnnalsIntegrity
import AnnalsLog
import AnnalsModel
import Foundation

/// Where an operator keeps checkpoints, out of reach of those who can write the store: a file to
/// which they are appended, or a folder with a file for each, such as a repository.
public struct CheckpointArchive: Sendable {
    /// Its path.
    public let path: String
    /// Whether it is a folder that was there.
    package let isFolder: Bool

    /// Names a place.
    ///
    /// - Parameter path: A folder that is there, or a file, which is made if it is not there.
    public init(at path: String) {
        self.path = path
        var status = stat()
        isFolder = stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    /// - Throws: `notFound` for a folder that is named as one and is not there; `invalidArgument`
    ///   for a private key.
    private func checkFolder() throws(StoreError) {
        guard !isFolder, path.hasSuffix("/") else { return }
        try StoreFile.checkPath(path)
        throw StoreError(
            .notFound, "there is no folder \(path.terminalSafe): make it first, or name a file")
    }

    /// The newest checkpoint of a log that is kept there; nil if there is none.
    ///
    /// - Throws: `invalidArgument` if something else is there; `notFound` for a folder that is not;
    ///   `tooLarge`, `io`.
    func last(of origin: String) throws(StoreError) -> SignedCheckpoint? {
        try checkFolder()
        guard isFolder else { return try read(path)?.last(of: origin) }
        // Names begin with the size, in as many digits as any has.
        for name in try names().sorted(by: >) {
            let found = try read("\(path)/\(name)")?.last(of: origin)
            if let found { return found }
        }
        return nil
    }

    /// Everything that is kept there, one note behind the other, to verify a store against.
    ///
    /// - Returns: nil if nothing is there.
    /// - Throws: `tooLarge`, `io`; `invalidArgument` where the path leads to a file of a store.
    package func bytes() throws(StoreError) -> [UInt8]? {
        let limit = Limits.checkpointFileBytesMax
        guard isFolder else {
            return try InputFile.bytes(ifAt: path, limit: limit).map(ByteOrderMark.dropped)
        }
        var bytes: [UInt8] = []
        for name in try names().sorted() {
            bytes += try InputFile.bytes(at: "\(path)/\(name)", limit: limit - bytes.count)
        }
        return bytes.isEmpty ? nil : bytes
    }

    /// Keeps a checkpoint, and makes it durable.
    ///
    /// - Returns: The file that it is in.
    /// - Throws: `io`; `invalidArgument` where the path leads to a file of a store.
    func add(_ checkpoint: SignedCheckpoint) throws(StoreError) -> String {
        let note = Array(checkpoint.serialized.utf8)
        guard isFolder else {
            if try last(of: checkpoint.checkpoint.origin) != checkpoint {
                try OutputFile.append(note, to: path)
            }
            return path
        }
        let file = "\(path)/\(Self.name(of: checkpoint))"
        do {
            try OutputFile.make(note, at: file)
        } catch  where error.code == .storeExists {
            // It was kept before; what a crash left half written is written again.
            if try InputFile.bytes(at: file, limit: Limits.noteBytesMax) != note {
                try OutputFile.replace(note, at: file)
            }
        }
        return file
    }

    private func read(_ file: String) throws(StoreError) -> CheckpointList? {
        let limit = Limits.checkpointFileBytesMax
        // What is to be appended to is no pipe, whose end may never come.
        guard let bytes = try InputFile.bytes(ifAt: file, limit: limit, takesPipes: false) else {
            return nil
        }
        do {
            return try CheckpointList(parsing: ByteOrderMark.dropped(from: bytes))
        } catch {
            throw StoreError(
                error.code,
                "\(file.terminalSafe) is no file of checkpoints: \(error.message)", cause: error)
        }
    }

    private func names() throws(StoreError) -> [String] {
        do {
            return try FileManager.default.contentsOfDirectory(atPath: path)
                .filter { $0.hasPrefix(Self.prefix) && $0.hasSuffix(Self.suffix) }
        } catch {
            throw StoreError(.io, "cannot list \(path.terminalSafe): \(error)", cause: error)
        }
    }

    private static let prefix = "checkpoint-"
    private static let suffix = ".note"

    /// The size, so that names are in its order, and what tells notes of one size apart.
    private static func name(of checkpoint: SignedCheckpoint) -> String {
        let size = checkpoint.checkpoint.size.inAllDigits
        let digest = Digest(hashing: Array(checkpoint.serialized.utf8)).hex.prefix(8)
        return "\(prefix)\(size)-\(digest)\(suffix)"
    }
}
