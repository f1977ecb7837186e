package import AnnalsIntegrity
import AnnalsLog
public import AnnalsModel

/// The private Ed25519 key with which a log signs its checkpoints.
///
/// Whoever holds it can sign another history under the log's name, so it is kept where those who
/// can write the store cannot read it. Its file holds one line, `PRIVATE+KEY+NAME+ID+SEED`, as
/// other programs for signed notes have it.
public struct CheckpointKey: Sendable {
    /// The key itself.
    package let signer: SignerKey

    /// Makes a new key of the operating system's random numbers.
    ///
    /// - Parameter name: The origin of the log that it is to sign for.
    /// - Throws: `invalidName` unless it can be the name of a key.
    public static func random(name: String) throws(StoreError) -> CheckpointKey {
        CheckpointKey(signer: try SignerKey.random(name: try KeyName(name)))
    }

    /// Reads a key file.
    ///
    /// - Throws: `notFound`, `io`; `invalidArgument` if it does not hold exactly one private key.
    ///   No message quotes what is in it.
    public init(contentsOf path: String) throws(StoreError) {
        let bytes = try InputFile.bytes(at: path, limit: Limits.keyFileBytesMax)
        do {
            signer = try SignerKey(file: ByteOrderMark.dropped(from: bytes))
        } catch {
            throw StoreError(
                error.code, "\(path.terminalSafe) is no key file: \(error.message)")
        }
    }

    private init(signer: SignerKey) {
        self.signer = signer
    }

    /// Writes a new key file with mode 0600, and makes it durable.
    ///
    /// - Throws: `storeExists` if something is at the path; `io`.
    public func write(to path: String) throws(StoreError) {
        try OutputFile.make(signer.file, at: path, mode: 0o600)
    }

    /// Its name: the origin of the log that it signs for.
    public var name: String { signer.verifier.name.text }
    /// The public text with which others check what it signed: `NAME+ID+KEY`.
    public var verifierKey: String { signer.verifier.text }
}

extension CheckpointKey: CustomStringConvertible {
    /// The public text.
    public var description: String { verifierKey }
}
