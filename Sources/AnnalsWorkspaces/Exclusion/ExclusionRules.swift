import AnnalsModel
import Foundation

/// Why an entry is left out, and by which pattern.
struct Exclusion: Hashable, Sendable {
    /// Who leaves it out.
    enum Reason: String, Sendable {
        /// It belongs to a store.
        case store
        /// It is a `.git`.
        case git
        /// Annals itself wrote it for a moment.
        case temporary
        /// A pattern that was given.
        case exclude
        /// A line of a `.annalsignore`.
        case annalsignore
        /// A line of a `.gitignore`.
        case gitignore
        /// A built-in pattern.
        case `default`
    }

    let reason: Reason
    /// The pattern as it was written; nil where none is needed.
    var pattern: String?
    /// The ignore file that it stands in.
    var file: WorkspacePath?

    /// The note that a path is left out for this reason.
    func omission(of path: WorkspacePath) -> WorkspaceOmission {
        WorkspaceOmission(
            path: path.id, reason: reason.rawValue, pattern: pattern, file: file?.id)
    }
}

/// Which kinds of patterns count in a folder, apart from those that were given.
package struct ExclusionSettings: Sendable {
    /// Whether `.annalsignore` files count.
    package var readsOwnFiles = false
    /// Whether `.gitignore` files count.
    package var readsGitFiles = false
    /// Whether the built-in patterns count.
    package var usesDefaults = false

    /// Only what is given counts.
    package init() {}
}

/// What is left out of a folder.
///
/// The first of these that has a pattern for an entry decides: the patterns that were given; the
/// `.annalsignore` files from the entry's own folder upwards; the `.gitignore` files likewise; the
/// built-in patterns. What lies in a folder that is left out is left out with it.
final class ExclusionRules {
    private let given: [PathPattern]
    private let settings: ExclusionSettings
    /// The ignore files of folders that were looked at, Annals' own and git's.
    private var files: [[UInt8]: (own: IgnoreFile?, git: IgnoreFile?)] = [:]
    /// How many of these folders have one.
    private var foldersWithFiles = 0
    /// Whether folders are left out, as far as it was asked.
    private var folders: [[UInt8]: Bool] = [:]

    init(_ given: [PathPattern], _ settings: ExclusionSettings) {
        self.given = given
        self.settings = settings
    }

    private var readsFiles: Bool { settings.readsOwnFiles || settings.readsGitFiles }

    /// Whether a name is that of a file that is read for its patterns.
    func isIgnoreFile(_ name: [UInt8]) -> Bool {
        settings.readsOwnFiles && name.elementsEqual(IgnoreFile.ownName.utf8)
            || settings.readsGitFiles && name.elementsEqual(IgnoreFile.gitName.utf8)
    }

    /// Forgets what a folder's ignore files say.
    func forget(_ folder: [UInt8]) {
        guard let known = files.removeValue(forKey: folder) else { return }
        if known.own != nil || known.git != nil { foldersWithFiles -= 1 }
        folders = [:]
    }

    /// Reads the ignore files of an open folder.
    func load(_ folder: [UInt8], _ descriptor: Int32) {
        guard readsFiles else { return }
        forget(folder)
        let own = settings.readsOwnFiles ? Self.read(IgnoreFile.ownName, in: descriptor) : nil
        let git = settings.readsGitFiles ? Self.read(IgnoreFile.gitName, in: descriptor) : nil
        files[folder] = (own, git)
        if own != nil || git != nil { foldersWithFiles += 1 }
    }

    private static func read(_ name: String, in folder: Int32) -> IgnoreFile? {
        let file = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { close(file) }
        guard let status = WorkspaceFolder.status(of: file), status.kind == .file,
            status.size <= Int64(Limits.ignoreFileBytesMax)
        else { return nil }
        var bytes = [UInt8](repeating: 0, count: Limits.ignoreFileBytesMax)
        var count = 0
        while count < bytes.count {
            let got = bytes.withUnsafeMutableBytes { buffer in
                Foundation.read(file, buffer.baseAddress?.advanced(by: count), buffer.count - count)
            }
            if got < 0 && errno == EINTR { continue }
            if got <= 0 { break }
            count += got
        }
        return IgnoreFile(Array(bytes[..<count]))
    }

    // MARK: Deciding

    /// Why an entry is left out, whatever its folders are; nil if it is not.
    ///
    /// - Parameters:
    ///   - open: Opens a folder of which the ignore files were not read.
    ///   - isBeside: Whether one of some files lies in the entry's folder.
    func exclusion(
        of path: [UInt8], isFolder: Bool, open: ([UInt8]) -> Int32?, isBeside: ([String]) -> Bool
    ) -> Exclusion? {
        if let pattern = given.first(where: { $0.matches(path, isFolder: isFolder) }) {
            return Exclusion(reason: .exclude, pattern: pattern.text)
        }
        // Where the folder was listed, those above it were too.
        if readsFiles, foldersWithFiles > 0 || files[path.ancestors.last ?? []] == nil {
            let levels = path.ancestors.reversed().map { ($0, level(of: $0, open)) }
            for (reason, name) in [
                (Exclusion.Reason.annalsignore, IgnoreFile.ownName),
                (.gitignore, IgnoreFile.gitName),
            ] {
                for (folder, level) in levels {
                    let file = reason == .annalsignore ? level.own : level.git
                    let rest = path[(folder.isEmpty ? 0 : folder.count + 1)...]
                    guard let rule = file?.rule(for: rest, isFolder: isFolder) else { continue }
                    let place = WorkspacePath(bytes: folder.appending(name: Array(name.utf8)))
                    return rule.isNegated
                        ? nil : Exclusion(reason: reason, pattern: rule.text, file: place)
                }
            }
        }
        guard settings.usesDefaults,
            let rule = DefaultExcludes.rule(for: path, isFolder: isFolder, isBeside: isBeside),
            !rule.isNegated
        else { return nil }
        return Exclusion(reason: .default, pattern: rule.text)
    }

    /// Whether one of the folders that a path lies in is left out.
    func leavesOutFolder(
        of path: [UInt8], open: ([UInt8]) -> Int32?, isBeside: ([UInt8], [String]) -> Bool
    ) -> Bool {
        for folder in path.ancestors.dropFirst() {
            if let known = folders[folder] {
                if known { return true }
                continue
            }
            let parent = folder.ancestors.last ?? []
            let isLeftOut =
                exclusion(
                    of: folder, isFolder: true, open: open, isBeside: { isBeside(parent, $0) })
                != nil
            folders[folder] = isLeftOut
            if isLeftOut { return true }
        }
        return false
    }

    private func level(
        of folder: [UInt8], _ open: ([UInt8]) -> Int32?
    ) -> (own: IgnoreFile?, git: IgnoreFile?) {
        if let known = files[folder] { return known }
        guard let descriptor = open(folder) else { return (nil, nil) }
        defer { close(descriptor) }
        load(folder, descriptor)
        return files[folder] ?? (nil, nil)
    }

    // MARK: What they left out

    /// How many paths each pattern left out, those that were given also where it is none.
    func uses(of omissions: [WorkspaceOmission]) -> [WorkspacePatternUse] {
        var order: [Exclusion] = []
        var counts: [Exclusion: Int] = [:]
        func count(_ exclusion: Exclusion, _ paths: Int) {
            if counts[exclusion] == nil { order.append(exclusion) }
            counts[exclusion, default: 0] += paths
        }
        for pattern in given { count(Exclusion(reason: .exclude, pattern: pattern.text), 0) }
        for omission in omissions {
            guard let pattern = omission.pattern,
                let reason = Exclusion.Reason(rawValue: omission.reason)
            else { continue }
            let file = omission.file.map { WorkspacePath(id: $0) }
            count(Exclusion(reason: reason, pattern: pattern, file: file), 1)
        }
        return order.compactMap { exclusion in
            exclusion.pattern.map { pattern in
                WorkspacePatternUse(
                    pattern: pattern, reason: exclusion.reason.rawValue, file: exclusion.file?.id,
                    count: counts[exclusion] ?? 0)
            }
        }
    }
}
