import Annals
import ArgumentParser
import Foundation

/// The private key that signs checkpoints.
struct SigningKey: ParsableArguments {
    @Option(
        name: .customLong("key"),
        help: ArgumentHelp(
            "The file of the private key that signs (default: $ANNALS_KEY).", valueName: "file"),
        completion: .file())
    var given: String?

    /// The file that the environment names.
    static var file: String? { ProcessInfo.processInfo.environment["ANNALS_KEY"] }

    /// The key that an option or the environment names; nil if neither does.
    ///
    /// - Throws: `invalidArgument` for an empty path; what reading the file throws.
    func key() throws(StoreError) -> CheckpointKey? {
        guard let file = given ?? Self.file else { return nil }
        return try Self.read(file)
    }

    /// Signs a checkpoint where a run closes a cycle, with the key of the environment.
    static let ofCycles = CycleSigning(
        key: { try read(file ?? "") },
        onFailure: { error in
            Warning.say("the cycle was closed without a checkpoint: \(error.advised)")
        })

    private static func read(_ file: String) throws(StoreError) -> CheckpointKey {
        guard !file.isEmpty else {
            throw StoreError(
                .invalidArgument,
                "the path of the key is empty: give --key a file, or unset ANNALS_KEY")
        }
        return try CheckpointKey(contentsOf: file)
    }
}
