import AnnalsModel
import Foundation

/// What a folder holds, without the contents.
struct FolderListing {
    /// Files and links, in order of their paths' bytes.
    var files: [(path: WorkspacePath, status: FileStatus)] = []
    /// Folders below it, with their modes.
    var folders: [WorkspacePath: UInt16] = [:]
    /// What was left out on purpose.
    var leftOut: [WorkspaceOmission] = []
    /// What could not be listed.
    var findings: [WorkspaceFinding] = []
    /// Paths of which it is not known what lies there: nothing below them counts as gone.
    private(set) var unknown: Set<WorkspacePath> = []

    mutating func leaveOut(_ path: WorkspacePath, _ exclusion: Exclusion) {
        leftOut.append(exclusion.omission(of: path))
        unknown.insert(path)
    }

    mutating func find(_ kind: WorkspaceFinding.Kind, _ path: WorkspacePath, _ message: String) {
        find(WorkspaceFinding(kind, path, message))
    }

    mutating func find(_ finding: WorkspaceFinding) {
        findings.append(finding)
        unknown.insert(WorkspacePath(id: finding.path))
    }

    /// Adds what another part of the workspace holds.
    mutating func add(_ other: FolderListing) {
        files += other.files
        folders.merge(other.folders) { $1 }
        leftOut += other.leftOut
        findings += other.findings
        unknown.formUnion(other.unknown)
    }

    /// Whether it is unknown what lies at a path, because the path or a folder on its way is.
    func isUnknown(_ path: WorkspacePath) -> Bool {
        guard !unknown.isEmpty else { return false }
        // The whole folder, if it could not be listed itself.
        if unknown.contains(WorkspacePath(id: "")) { return true }
        var id = path.id[...]
        while true {
            if unknown.contains(WorkspacePath(id: String(id))) { return true }
            guard let slash = id.utf8.lastIndex(of: UInt8(ascii: "/")) else { return false }
            id = id[..<slash]
        }
    }
}

extension WorkspaceFolder {
    /// Names of files that Annals itself writes for a moment.
    static let temporaryPrefix = ".annals-"

    /// Lists everything below the folder, or below one of its folders.
    ///
    /// - Parameters:
    ///   - start: Where to begin; empty for the whole.
    ///   - opened: Told of each folder before it is listed: its path, descriptor and status.
    func list(
        below start: [UInt8] = [], opened: ([UInt8], Int32, FileStatus) -> Void = { _, _, _ in }
    ) -> FolderListing {
        var listing = FolderListing()
        var waiting = [start]
        while let folder = waiting.popLast() {
            waiting += list(folder, opened, &listing)
        }
        listing.files.sort { $0.path < $1.path }
        listing.leftOut.sort(byPath: \.path)
        return listing
    }

    /// Lists one folder and returns the folders in it.
    private func list(
        _ folder: [UInt8], _ opened: ([UInt8], Int32, FileStatus) -> Void,
        _ listing: inout FolderListing
    ) -> [[UInt8]] {
        guard let descriptor = openFolder(folder.split(separator: UInt8(ascii: "/"))) else {
            // One that went away meanwhile is not there; all else is a finding.
            if errno != ENOENT && errno != ENOTDIR && errno != ELOOP {
                findUnlisted(folder, errno, &listing)
            }
            return []
        }
        guard let parent = Self.status(of: descriptor), let stream = fdopendir(descriptor) else {
            close(descriptor)
            return []
        }
        defer { closedir(stream) }
        opened(folder, descriptor, parent)
        exclusions.load(folder, descriptor)
        var folders: [[UInt8]] = []
        errno = 0
        while let entry = readdir(stream) {
            let name = Self.name(of: entry)
            guard name != Array(".".utf8), name != Array("..".utf8) else { continue }
            let path = folder.isEmpty ? name : folder + [UInt8(ascii: "/")] + name
            if let status = Self.status(name, in: descriptor),
                add(path, name, status, (descriptor, parent), &listing)
            {
                folders.append(path)
            }
            errno = 0
        }
        if errno != 0 { findUnlisted(folder, errno, &listing) }
        return folders
    }

    private func findUnlisted(_ folder: [UInt8], _ number: Int32, _ listing: inout FolderListing) {
        listing.find(
            .unreadable, WorkspacePath(bytes: folder),
            "the folder cannot be listed (\(String(cString: strerror(number)))); what lies in it is"
                + " not captured, and not taken for gone")
    }

    /// Adds an entry to the listing.
    ///
    /// - Returns: Whether it is a folder to look into.
    private func add(
        _ bytes: [UInt8], _ name: [UInt8], _ status: FileStatus,
        _ parent: (descriptor: Int32, status: FileStatus), _ listing: inout FolderListing
    ) -> Bool {
        let path = WorkspacePath(bytes: bytes)
        if let exclusion = exclusion(of: bytes, name, status, in: parent) {
            listing.leaveOut(path, exclusion)
            return false
        }
        if let finding = findTooLong(path) {
            listing.find(finding)
            return false
        }
        switch status.kind {
        case .file, .link:
            listing.files.append((path, status))
        case .folder:
            listing.folders[path] = status.mode
            return true
        case .special(let what):
            listing.find(.notAFile, path, "it is \(what); only files and links are captured")
        }
        return false
    }

    private static func name(of entry: UnsafeMutablePointer<dirent>) -> [UInt8] {
        // The record may be shorter than the C type says; the name ends in a zero byte.
        let offset = MemoryLayout<dirent>.offset(of: \.d_name) ?? 0
        let length = Int(entry.pointee.d_reclen) - offset
        let record = UnsafeRawBufferPointer(
            start: UnsafeRawPointer(entry).advanced(by: offset), count: length)
        return Array(record.prefix { $0 != 0 })
    }
}
