import ArgumentParser

/// The scripts that have shells ask the program what belongs at the cursor.
///
/// They are not those that ArgumentParser makes, which hand candidates to bash's `compgen -W`: that
/// expands them, and would run what is in the name of a stream such as `$(reboot)`.
enum CompletionScript {
    /// The script for a shell.
    ///
    /// - Throws: A usage error for a shell that there is none for.
    static func text(for shell: String) throws -> String {
        let bytes =
            switch shell {
            case "bash": PackageResources.annals_bash
            case "zsh": PackageResources.annals_zsh
            case "fish": PackageResources.annals_fish
            default:
                throw ValidationError("There are completion scripts for bash, zsh and fish.")
            }
        return String(String(decoding: bytes, as: UTF8.self).dropLast())
    }
}
