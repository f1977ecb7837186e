import Annals
import ArgumentParser
import Foundation

/// Which files are captured, and in whose name.
struct CaptureOptions: ParsableArguments {
    @OptionGroup var workspace: WorkspaceNameOption

    @Flag(help: "Replace a folder with which it has nothing in common.")
    var replace = false

    @Option(
        help: ArgumentHelp(
            "Exclude these paths, like *.log or devlogs/; may be repeated.", valueName: "glob"))
    var exclude: [String] = []

    @Flag(help: "Forget the paths that earlier imports excluded.")
    var forgetExcludes = false

    @Flag(
        inversion: .prefixedNo,
        help: "Exclude what .gitignore files name, as .annalsignore files do (default: no).")
    var gitignore: Bool?

    @Flag(
        inversion: .prefixedNo,
        help: "Exclude keys, .env, swap files, node_modules and the like (default: yes).")
    var defaultExcludes: Bool?

    @Flag(
        inversion: .prefixedNo,
        help: "Replace values that look like keys or passwords before they are stored.")
    var redact: Bool?

    @Flag(help: "List all findings about captured files, also those that are not new.")
    var allFindings = false

    @Option(
        help: ArgumentHelp(
            "Largest file to capture; a larger one is listed with its hash.", valueName: "bytes"))
    var maxFileSize: Int = Limits.capturedFileBytesMax

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Who changed the files (default: the owner of each file's folder).", valueName: "name"),
        completion: .stored(.actors))
    var by: String?

    @Option(
        help: ArgumentHelp(
            "agent, human, service or system (default: agent).", valueName: "kind"),
        completion: .actorKinds)
    var kind: String?

    /// The options as the library takes them.
    ///
    /// `$ANNALS_ACTOR` does not count here: it says who runs the command, not who wrote the files.
    func captured() throws -> WorkspaceOptions {
        var workspace = WorkspaceOptions()
        workspace.name = self.workspace.name
        workspace.mayReplace = replace
        guard exclude.isEmpty || !forgetExcludes else {
            throw ValidationError(
                "Give --exclude or --forget-excludes: --exclude takes the place of earlier ones.")
        }
        workspace.excluding = exclude.isEmpty && !forgetExcludes ? nil : exclude
        workspace.readsGitIgnore = gitignore
        workspace.usesDefaultExcludes = defaultExcludes
        workspace.redactsSecrets = redact
        workspace.listsAllFindings = allFindings
        guard maxFileSize > 0 else {
            throw ValidationError("--max-file-size must be a number of bytes above 0.")
        }
        workspace.fileBytesMax = maxFileSize
        guard let by else {
            if kind != nil { throw ValidationError("--kind needs --by: whose kind is it?") }
            return workspace
        }
        let kind = try kind.map { text throws(StoreError) in try Actor.Kind(text) }
        workspace.actor = try Actor(by, kind: kind ?? .agent)
        return workspace
    }
}
