import AnnalsLog
import AnnalsModel
import AnnalsWorkspaces

/// A folder that is about to be captured, and how: as it was before, but for what options say.
struct OpenWorkspace {
    /// The folder.
    let folder: WorkspaceFolder
    /// What is to be remembered of it.
    let description: WorkspaceDescription
    /// Where its streams are.
    let mount: WorkspaceMount
    /// Whether the folder may have nothing of what was captured before.
    let mayReplace: Bool
    /// Whether anything that was remembered counts.
    let usesRemembered: Bool

    init(
        _ path: String, _ options: WorkspaceOptions, _ log: EventLog, storePath: String
    ) throws(StoreError) {
        mount = try WorkspaceMount(named: options.name)
        let known = try WorkspaceRegistry(log).workspace(named: mount.name)
        var wanted = known ?? WorkspaceDescription(name: mount.name)
        let place = WorkspaceFolder.Place(of: path)
        // Where it was before, it may have lost everything.
        mayReplace = options.mayReplace || known?.folder == place.path
        let patterns = try (options.excluding ?? wanted.excluding).map { text throws(StoreError) in
            try PathPattern(text, in: place)
        }
        wanted.excluding = patterns.map(\.meaning)
        wanted.readsGitIgnore = options.readsGitIgnore ?? wanted.readsGitIgnore
        wanted.usesDefaultExcludes = options.usesDefaultExcludes ?? wanted.usesDefaultExcludes
        wanted.redactsSecrets = options.redactsSecrets ?? wanted.redactsSecrets
        var settings = ExclusionSettings()
        settings.readsOwnFiles = true
        settings.readsGitFiles = wanted.readsGitIgnore
        settings.usesDefaults = wanted.usesDefaultExcludes
        folder = try WorkspaceFolder(
            path, storePath: storePath, excluding: patterns, settings,
            redacts: wanted.redactsSecrets, fileBytesMax: options.fileBytesMax)
        folder.mountBytes = (mount.name?.utf8.count).map { $0 + 2 } ?? 0
        usesRemembered =
            known.map { known in
                options.excluding == nil && !known.excluding.isEmpty
                    || options.readsGitIgnore == nil && known.readsGitIgnore
                    || options.usesDefaultExcludes == nil && !known.usesDefaultExcludes
                    || options.redactsSecrets == nil && known.redactsSecrets
            } ?? false
        wanted.folder = place.path
        description = wanted
    }

    /// Remembers how the folder is captured, where that needs to be.
    func remember(_ log: EventLog, _ options: WorkspaceOptions) throws(StoreError) {
        let registry = WorkspaceRegistry(log)
        let known = try registry.workspace(named: description.name)
        let isSpecial =
            known != nil || mount.name != nil || options.mayReplace || !description.hasDefaults
        guard isSpecial, known != description else { return }
        try registry.remember(description, by: options.actor, reason: options.reason)
    }
}
