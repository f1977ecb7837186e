import AnnalsIntegrity
import AnnalsModel

/// Signed notes, checkpoints, lists of them, and keys.
package enum NoteFuzzing: FuzzTarget {
    /// The name of the target and of the folder of its corpus.
    package static let name = "notes"

    /// The keys of a log and of a witness that nobody relies on: their seeds count from 00 and 64.
    static let secret =
        "PRIVATE+KEY+example.org/annals+a40007cb+AQABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f"
    private static let witnessSecret =
        "PRIVATE+KEY+witness.example/w1+bc685db9+AWRlZmdoaWprbG1ub3BxcnN0dXZ3eHl6e3x9fn+AgYKD"

    /// Sound notes, lists and keys, most of them of one feature each.
    package static func samples() throws -> [[UInt8]] {
        let key = try SignerKey(secretText: secret)
        let witness = try SignerKey(secretText: witnessSecret)
        let note = try SignedNote("a text\n\n\u{E9}\n", signedBy: key)
        var checkpoint = try signed(key, size: 11)
        let first = checkpoint.serialized
        try checkpoint.cosign(with: witness, seconds: 1_700_000_000)
        let witnessText = witness.cosignatureVerifier.text
        let keys = "# keys\n\(key.verifier.text)\n\n\(witnessText)\n"
        return [
            note.serialized, first, checkpoint.serialized,
            first + "\n" + checkpoint.serialized + (try signed(key, size: 300)).serialized, keys,
            key.verifier.text, witnessText,
        ].map { Array($0.utf8) } + [key.file]
    }

    private static func signed(_ key: SignerKey, size: Int64) throws -> SignedCheckpoint {
        let checkpoint = try Checkpoint(
            origin: "example.org/annals", size: size, root: Digest(hashing: [1]))
        return try SignedCheckpoint(checkpoint, signedBy: key)
    }

    /// What the samples sign: nobody without the key signs anything else.
    private static let signedTexts = Result {
        try samples().compactMap { try? SignedNote(parsing: $0).text }
            + [try signed(SignerKey(secretText: secret), size: 300).checkpoint.noteText]
    }

    /// Checks the properties for an input.
    package static func run(_ bytes: [UInt8]) throws {
        try checkNote(bytes)
        try checkList(bytes)
        try checkKeys(bytes)
    }

    private static func checkNote(_ bytes: [UInt8]) throws {
        let note = try accepted(refusing: .invalidArgument, .tooLarge) { () throws(StoreError) in
            try SignedNote(parsing: bytes)
        }
        let signed = try accepted(refusing: .invalidArgument, .tooLarge) { () throws(StoreError) in
            try SignedCheckpoint(parsing: bytes)
        }
        guard let note else {
            return try BrokenProperty.unless(signed == nil, "a signed checkpoint is a note")
        }
        try BrokenProperty.unless(
            Array(note.serialized.utf8) == bytes, "a note has one spelling")
        if let signed {
            try BrokenProperty.unless(
                Array(signed.serialized.utf8) == bytes
                    && signed.checkpoint.noteText.hasSameBytes(as: note.text),
                "a checkpoint has one spelling")
        }
        let key = try SignerKey(secretText: secret).verifier
        let verified = try accepted(refusing: .corrupt, .notFound) { () throws(StoreError) in
            try note.verified(by: [key])
        }
        guard let verified else { return }
        try BrokenProperty.unless(
            verified.map(\.key) == [key]
                && signedTexts.get().contains { $0.hasSameBytes(as: note.text) },
            "what verifies was signed")
    }

    private static func checkList(_ bytes: [UInt8]) throws {
        let list = try accepted(refusing: .invalidArgument, .tooLarge) { () throws(StoreError) in
            try CheckpointList(parsing: bytes)
        }
        guard let list else { return }
        // No key has a name with a space, so that no log has such an origin; but if one had, its
        // note would look like one more signature.
        let isPlain = list.checkpoints.allSatisfy { !$0.checkpoint.origin.utf8.contains(0x20) }
        for separator in isPlain ? ["", "\n"] : ["\n"] {
            let text = list.checkpoints.map(\.serialized).joined(separator: separator)
            let again = try CheckpointList(parsing: Array(text.utf8))
            try BrokenProperty.unless(
                again.checkpoints == list.checkpoints, "checkpoints in a row stay what they are")
        }
        for checkpoint in list.checkpoints {
            let origin = checkpoint.checkpoint.origin
            try BrokenProperty.unless(
                list.last(of: origin).map { $0.checkpoint.size >= checkpoint.checkpoint.size }
                    ?? false, "the newest checkpoint of a log is no older than others")
        }
    }

    private static func checkKeys(_ bytes: [UInt8]) throws {
        let text = String(decoding: bytes, as: UTF8.self)
        let key = try accepted(refusing: .invalidArgument) { () throws(StoreError) in
            try VerifierKey(text: text)
        }
        if let key {
            try BrokenProperty.unless(key.text.hasSameBytes(as: text), "a key has one spelling")
        }
        let keys = try accepted(refusing: .invalidArgument, .tooLarge) { () throws(StoreError) in
            try VerifierKey.list(bytes)
        }
        if let keys, !keys.isEmpty {
            let again = try VerifierKey.list(
                Array(keys.map { $0.text + "\n" }.joined().utf8))
            try BrokenProperty.unless(again == keys, "a list of keys is read as it was written")
        }
        let signer = try accepted(refusing: .invalidArgument, .tooLarge) { () throws(StoreError) in
            do throws(StoreError) {
                return try SignerKey(file: bytes)
            } catch {
                guard !error.message.contains("AQABAgMEBQYHCAkK") else {
                    throw StoreError(.io, "the message quotes a private key")
                }
                throw error
            }
        }
        // A longer name is refused where a key is made, since other notes could not carry it.
        if let name = try? KeyName(text), text.utf8.count <= Limits.keyNameBytesMax {
            let key = try SignerKey.random(name: name)
            try BrokenProperty.unless(
                SignerKey(file: key.file).verifier == key.verifier
                    && VerifierKey(text: key.verifier.text) == key.verifier,
                "every name can be that of a key")
        }
        if let signer {
            try BrokenProperty.unless(signer.file == bytes, "a key file has one spelling")
        }
    }
}
