// What is read of notes, keys and proofs that others wrote.

extension Limits {
    // MARK: Notes and keys

    /// Bytes of a signed note: what Go's reader takes; a hundred signatures of the largest kind
    /// are a third of it.
    public static let noteBytesMax = 1_000_000
    /// Signatures of a note: every reader takes 16 and Go's a hundred.
    public static let noteSignaturesMax = 100
    /// Bytes of the name of a new key: what the cosignatures of subtrees have room for.
    public static let keyNameBytesMax = 255
    /// Bytes of a file with a private key: a name of any sensible length and 100 bytes more.
    public static let keyFileBytesMax = 4_096
    /// Bytes of a list of verifier keys: some ten thousand keys.
    public static let keyListBytesMax = 1_000_000

    // MARK: Checkpoints

    /// Bytes of a file to which checkpoints are appended: some hundred thousand of them.
    public static let checkpointFileBytesMax = 64 << 20
    /// Events at the end of a log that may all be about checkpoints, so that nothing is signed
    /// again: a signature, and cosignatures that come back one by one.
    public static let checkpointEventsAtEndMax: Int64 = 16
    /// Times that a checkpoint is signed anew because another process signed one meanwhile.
    public static let checkpointRetriesMax = 100

    // MARK: Proofs

    /// Hashes of an inclusion proof: a tree of fewer than 2^63 leaves is no higher.
    public static let inclusionHashesMax = 63
    /// Bytes of the data beside a proof: the largest body, and the header that it belongs to.
    public static let proofExtraBytesMax = bodyBytesMax + (64 << 10)
    /// Bytes of a proof bundle: the data in base64, the hashes and the note.
    public static let proofBytesMax = proofExtraBytesMax / 3 * 4 + 2 * noteBytesMax
    /// Bytes of a log entry in a bundle of entries, whose length takes two bytes.
    public static let logEntryBytesMax = 65_535
}
