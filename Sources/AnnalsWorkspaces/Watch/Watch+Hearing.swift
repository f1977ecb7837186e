import AnnalsModel
import Foundation

// What the system tells, and what is done where it does not.

extension Watch {
    /// Takes the news that are there.
    ///
    /// - Returns: Whether any of them is about something that is captured.
    @discardableResult
    func hear() -> Bool {
        guard let events else { return false }
        var isNews = false
        events.take { event in
            if hear(event) { isNews = true }
        }
        return isNews
    }

    private func hear(_ event: FolderEvents.Event) -> Bool {
        if event.isOverflow {
            // What was lost can be anywhere.
            pending.add(folder: [])
            return true
        }
        if event.tells(Int32(IN_IGNORED)) {
            watched.remove(event.watch)
            return false
        }
        guard let parent = watched.path(of: event.watch), !event.name.isEmpty else { return false }
        let path = parent.appending(name: event.name)
        let isStores = storeFolder == parent && folder.store.hasName(event.name)
        guard !isStores, !folder.leavesOut(path, event.name, isFolder: event.isAboutFolder) else {
            return false
        }
        if folder.exclusions.isIgnoreFile(event.name) {
            // What it leaves out from now on, and what it does not any more.
            folder.exclusions.forget(parent)
            pending.add(folder: parent)
        }
        guard event.isAboutFolder else {
            pending.add(file: WorkspacePath(bytes: path))
            return true
        }
        if event.tells(Int32(IN_MOVED_FROM), Int32(IN_DELETE)) {
            unwatch(atOrBelow: path, isEmpty: event.tells(Int32(IN_DELETE)))
        }
        if event.tells(Int32(IN_ATTRIB)) {
            pending.add(attributesOf: path)
        } else {
            pending.add(folder: path)
        }
        return true
    }

    /// Watches an open folder from here on, before it is listed.
    ///
    /// - Returns: Why it cannot be watched.
    func watch(_ path: [UInt8], _ descriptor: Int32, _ status: FileStatus) -> FolderEvents.Refusal?
    {
        guard let events else { return nil }
        if folder.store.isFolder(status) { storeFolder = path }
        do throws(FolderEvents.Refusal) {
            if let replaced = watched.add(path, try events.watch(descriptor)) {
                events.unwatch(replaced)
            }
            return nil
        } catch {
            // One that went away between its opening and now is not there to be watched.
            if case .system(ENOENT) = error, !FileManager.default.fileExists(atPath: "/proc/self") {
                return error
            }
            if case .system(let number) = error, number == ENOENT || number == EACCES { return nil }
            return error
        }
    }

    /// Watches what was at a path no more: it is gone, or somewhere else.
    func unwatch(atOrBelow path: [UInt8], isEmpty: Bool = false) {
        for path in isEmpty ? [path] : watched.paths(atOrBelow: path) {
            if let number = watched.remove(path) { events?.unwatch(number) }
        }
    }

    /// Looks through the folder again and again from now on.
    func fallBack(
        _ refusal: FolderEvents.Refusal, _ report: (WorkspaceWatchReport) throws -> Void
    ) throws {
        events = nil
        watched = WatchedFolders()
        lookAt = clock.now
        let why =
            switch refusal {
            case .tooMany:
                "the system allows no more watches of folders: raise fs.inotify.max_user_watches"
                    + " or max_user_instances with sysctl and start again"
            case .system(let number):
                "the system does not watch folders here (\(String(cString: strerror(number))))"
            }
        try report(.warning("\(why); until then the folder is looked through every second or so"))
    }

    /// Whether a file needs to be read, by its status alone.
    func isNews(_ path: WorkspacePath, _ status: FileStatus) -> Bool {
        guard events == nil, looks.files[path] == status else { return true }
        // A file that was written just before the last look may have been written after it too,
        // within the same tick of the clock that stamps it.
        return status.changed / 1_000 > looks.began.microseconds - Self.stampMicroseconds
    }

    /// Microseconds by which a time stamp of a file system may be too coarse.
    private static let stampMicroseconds: Int64 = 2_000_000
}
