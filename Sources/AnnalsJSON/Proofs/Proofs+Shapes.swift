package import Annals
package import AnnalsModel

// The JSON of keys, checkpoints and proofs.

/// A file with a private key, by its public part.
package struct KeyFile: JSONResult {
    /// Where it is.
    package let path: String
    /// What is in it.
    package let key: CheckpointKey

    /// Says where a key is.
    package init(path: String, key: CheckpointKey) {
        self.path = path
        self.key = key
    }

    /// The JSON of a key file.
    package static let shape = JSONShape<KeyFile>(
        "Key", "A file with a private key, by what others may know of it.",
        [
            JSONMember("path", \.path, "Path of the file."),
            JSONMember("name", \.key.name, "The key's name: the origin of the log."),
            JSONMember(
                "verifier_key", \.key.verifierKey,
                "The public text with which others check its signatures."),
        ])
}

/// A checkpoint, and where it was written.
package struct KeptCheckpoint: JSONResult {
    /// The checkpoint.
    package let checkpoint: LogCheckpoint
    /// The file that it was written to.
    package let file: String?

    /// Says where a checkpoint is.
    package init(checkpoint: LogCheckpoint, file: String?) {
        self.checkpoint = checkpoint
        self.file = file
    }

    /// The JSON of a checkpoint.
    package static let shape = JSONShape<KeptCheckpoint>(
        "Checkpoint", "What a log says about itself.",
        [
            JSONMember("origin", \.checkpoint.origin, "Name of the log."),
            JSONMember("size", \.checkpoint.size, "Number of events that it speaks of."),
            JSONMember(
                "root", \.checkpoint.root, "Root of the tree over them: 32 bytes in base64."),
            JSONMember("signed_by", \.checkpoint.signers, "Names of the keys that signed."),
            JSONMember(
                "position", \.checkpoint.position, "Position of the event that keeps it.",
                null: "if it is not signed"),
            JSONMember(
                "file", \.file, "Path of the file that it was written to.", null: "if there is none"
            ),
            JSONMember(
                "note", \.checkpoint.note, "The signed note, or its text where it is not signed."),
        ])
}

/// A proof, and where it was written.
package struct ProofFile: JSONResult {
    /// The proof.
    package let proof: EventProof
    /// The file that it was written to.
    package let path: String?

    /// Says where a proof is.
    package init(proof: EventProof, path: String?) {
        self.proof = proof
        self.path = path
    }

    /// The JSON of a proof.
    package static let shape = JSONShape<ProofFile>(
        "Proof", "The proof that an event is in a log.",
        [
            JSONMember("position", \.proof.position, "Position of the event."),
            JSONMember("origin", \.proof.origin, "Name of the log."),
            JSONMember(
                "size", \.proof.size, "Number of events of the checkpoint that it is against."),
            JSONMember("with_body", \.proof.showsBody, "Whether it shows what the event says."),
            JSONMember(
                "path", \.path, "Path of the file that it was written to.", null: "if there is none"
            ),
            JSONMember(
                "proof", { $0.path == nil ? $0.proof.text : nil }, "The text of the proof.",
                absent: "if it was written to a file"),
        ])
}

extension TileExport: JSONResult {
    /// The JSON of an exported log.
    package static let shape = JSONShape<TileExport>(
        "Exported tree", "What became of a folder into which a log was exported.",
        [
            JSONMember("path", \.path, "Path of the folder."),
            JSONMember("origin", \.origin, "Name of the log."),
            JSONMember("size", \.size, "Number of events whose tree is there."),
            JSONMember("files_written", \.filesWritten, "Files that are new or were replaced."),
            JSONMember(
                "files_removed", \.filesRemoved, "Partial files that wider ones replaced."),
        ])
}
