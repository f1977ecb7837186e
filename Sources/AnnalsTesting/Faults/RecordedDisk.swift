import Foundation
import Synchronization

/// The files below a path as SQLite wrote them, with what of them is certain to be on the disk.
///
/// Files are known by their inodes, so that one that gets another name stays the same. The names
/// themselves are taken to be on the disk at once, but for that of a file that SQLite removed
/// without waiting for it.
final class RecordedDisk: Sendable {
    private struct State {
        var images: [UInt64: DiskImage] = [:]
        /// Files that may be there again after a power cut, by their paths.
        var removed: [String: DiskImage] = [:]
        /// What lock files held at some time; they are never synced.
        var notes: [String: [[UInt8]]] = [:]
        var changes = 0
        var syncs = 0
        var beforeChange: (@Sendable (Int) -> Void)?
    }

    private let state = Mutex(State())

    /// Has a closure called before each call that changes a file, with its number from 1.
    func beforeChange(_ body: (@Sendable (Int) -> Void)?) {
        state.withLock { $0.beforeChange = body }
    }

    /// Inode of the file at a path; 0 if there is none.
    static func inode(ofFileAt path: String) -> UInt64 {
        var status = stat()
        return stat(path, &status) == 0 ? UInt64(status.st_ino) : 0
    }

    /// Says that a call comes that changes a file.
    func willChange() {
        let (body, number) = state.withLock { state in
            state.changes += 1
            return (state.beforeChange, state.changes)
        }
        body?(number)
    }

    /// Knows a file from now on, with what it holds as it is opened.
    ///
    /// - Parameter content: Reads it.
    func open(_ inode: UInt64, _ content: () -> [UInt8]) {
        state.withLock { state in
            // Read while nobody notes a change, so that none is missed. An inode that was given
            // anew holds something else.
            let bytes = content()
            guard state.images[inode]?.current != bytes else { return }
            state.images[inode] = DiskImage(durable: bytes)
        }
    }

    /// How often a file was synced, and whether all of the one at a path is on the disk.
    func syncs(_ path: String) -> (count: Int, isDurable: Bool) {
        let inode = Self.inode(ofFileAt: path)
        return state.withLock { ($0.syncs, $0.images[inode]?.isDurable ?? true) }
    }

    func write(_ inode: UInt64, _ bytes: [UInt8], at offset: Int) {
        state.withLock { $0.images[inode]?.write(bytes, at: offset) }
    }

    func truncate(_ inode: UInt64, to size: Int) {
        state.withLock { $0.images[inode]?.truncate(to: size) }
    }

    func sync(_ inode: UInt64, succeeded: Bool) {
        state.withLock { state in
            state.syncs += 1
            state.images[inode]?.sync(succeeded: succeeded)
            // SQLite syncs the folder of a file that it made along with it.
            if succeeded { state.removed = [:] }
        }
    }

    /// Forgets a file that SQLite removes.
    ///
    /// - Parameter isSynced: Whether it waits until the name is gone from the disk.
    func remove(_ inode: UInt64, at path: String, isSynced: Bool) {
        state.withLock { state in
            let image = state.images.removeValue(forKey: inode)
            state.removed[path] = isSynced ? nil : image
        }
    }

    /// The files of a folder as they may be after a power cut at this moment.
    ///
    /// The indexes of write-ahead logs are not among them: they are made again at the next start.
    func afterPowerCut(_ folder: String, _ random: inout SeededRandom) throws -> PowerCut {
        let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        var notes: [String: [UInt8]] = [:]
        for name in names where name.hasSuffix("-lock") {
            notes[name] = [UInt8](try Data(contentsOf: URL(filePath: "\(folder)/\(name)")))
        }
        return try state.withLock { state in
            var cut = PowerCut()
            for name in names where !name.hasSuffix("-shm") {
                let path = "\(folder)/\(name)"
                if let note = notes[name] {
                    if state.notes[name]?.last != note {
                        state.notes[name, default: []].append(note)
                    }
                    let known = [[]] + (state.notes[name] ?? [])
                    cut.files[name] = random.once(in: 2) ? note : random.element(of: known)
                } else if let image = state.images[Self.inode(ofFileAt: path)] {
                    cut.files[name] = image.survivor(&random)
                } else {
                    cut.files[name] = [UInt8](try Data(contentsOf: URL(filePath: path)))
                }
                var status = stat()
                if stat(path, &status) == 0 { cut.modified[name] = status.st_mtim }
            }
            for (path, image) in state.removed where path.hasPrefix(folder + "/") {
                let name = String(path.dropFirst(folder.count + 1))
                if cut.files[name] == nil, random.once(in: 2) {
                    cut.files[name] = image.survivor(&random)
                }
            }
            return cut
        }
    }
}

/// The files of a folder as a power cut left them.
package struct PowerCut: Sendable {
    /// Their bytes, by their names.
    package fileprivate(set) var files: [String: [UInt8]] = [:]
    fileprivate var modified: [String: timespec] = [:]

    /// Puts them into a folder, as they were when they were last written.
    package func leave(in folder: TemporaryDirectory) throws {
        for (name, bytes) in files {
            let path = try folder.write(bytes, to: name)
            guard let time = modified[name] else { continue }
            utimensat(AT_FDCWD, path, [time, time], 0)
        }
    }
}
