import Foundation
import GRDBSQLite
import Synchronization

/// A SQLite file system that passes every call on to the real one, but fails where it is told to.
///
/// It is registered as the default, so that code under test opens its files through it without
/// knowing. A file that it opens has the real one 16 bytes behind its start: 8 bytes of method
/// table, 8 bytes that say which faults concern it. https://www.sqlite.org/vfs.html
package enum FaultyFileSystem {
    /// What fails, for files under one path.
    package struct Plan: Sendable {
        /// Files whose path has this prefix are concerned.
        package var pathPrefix = ""
        /// Only files whose path ends so.
        package var pathSuffix = ""
        /// How many of the next calls of `xSync` fail.
        package var failingSyncs = 0
        /// How many of the next calls of `xWrite` fail, as on a full disk.
        package var failingWrites = 0
        /// Calls of `xSync` that failed so far.
        package var failedSyncs = 0
        /// Calls of `xWrite` that failed so far.
        package var failedWrites = 0

        /// Nothing fails.
        package init() {}
    }

    private static let plan = Mutex(Plan())
    private static let offset = 16

    /// Registers the file system as the default, once a process.
    package static func install() {
        _ = installed
    }

    /// Replaces the plan.
    package static func set(_ new: Plan) {
        plan.withLock { $0 = new }
    }

    /// What was done of the plan so far.
    package static var current: Plan {
        plan.withLock { $0 }
    }

    private static let installed: Bool = {
        guard let real = sqlite3_vfs_find(nil) else { return false }
        let vfs = UnsafeMutablePointer<sqlite3_vfs>.allocate(capacity: 1)
        vfs.initialize(to: real.pointee)
        vfs.pointee.zName = UnsafePointer(strdup("annals-faulty"))
        vfs.pointee.pNext = nil
        vfs.pointee.szOsFile = real.pointee.szOsFile + Int32(offset)
        vfs.pointee.pAppData = UnsafeMutableRawPointer(real)
        vfs.pointee.xOpen = open
        return sqlite3_vfs_register(vfs, 1) == SQLITE_OK
    }()

    /// Method table of our files: every entry leads to the real file, 16 bytes on.
    nonisolated(unsafe) private static let methods: UnsafeMutablePointer<sqlite3_io_methods> = {
        // Written once, then only read by SQLite.
        let methods = UnsafeMutablePointer<sqlite3_io_methods>.allocate(capacity: 1)
        methods.initialize(to: sqlite3_io_methods())
        methods.pointee.iVersion = 3
        methods.pointee.xClose = { real($0).map { $1.xClose($0) } ?? SQLITE_OK }
        methods.pointee.xRead = { file, into, count, at in
            real(file).map { $1.xRead($0, into, count, at) } ?? SQLITE_IOERR
        }
        methods.pointee.xWrite = { file, from, count, at in
            if fails(file, \.failingWrites, \.failedWrites) { return SQLITE_FULL }
            return real(file).map { $1.xWrite($0, from, count, at) } ?? SQLITE_IOERR
        }
        methods.pointee.xTruncate = { file, size in
            real(file).map { $1.xTruncate($0, size) } ?? SQLITE_IOERR
        }
        methods.pointee.xSync = { file, flags in
            if fails(file, \.failingSyncs, \.failedSyncs) { return 10 | (4 << 8) }
            return real(file).map { $1.xSync($0, flags) } ?? SQLITE_IOERR
        }
        methods.pointee.xFileSize = { file, size in
            real(file).map { $1.xFileSize($0, size) } ?? SQLITE_IOERR
        }
        methods.pointee.xLock = { file, level in
            real(file).map { $1.xLock($0, level) } ?? SQLITE_IOERR
        }
        methods.pointee.xUnlock = { file, level in
            real(file).map { $1.xUnlock($0, level) } ?? SQLITE_IOERR
        }
        methods.pointee.xCheckReservedLock = { file, result in
            real(file).map { $1.xCheckReservedLock($0, result) } ?? SQLITE_IOERR
        }
        methods.pointee.xFileControl = { file, operation, argument in
            real(file).map { $1.xFileControl($0, operation, argument) } ?? SQLITE_IOERR
        }
        methods.pointee.xSectorSize = { real($0).map { $1.xSectorSize($0) } ?? 0 }
        methods.pointee.xDeviceCharacteristics = {
            real($0).map { $1.xDeviceCharacteristics($0) } ?? 0
        }
        addSharedMemory(methods)
        return methods
    }()

    private static func addSharedMemory(_ methods: UnsafeMutablePointer<sqlite3_io_methods>) {
        methods.pointee.xShmMap = { file, page, size, extend, memory in
            FaultyFileSystem.real(file).map { $1.xShmMap($0, page, size, extend, memory) }
                ?? SQLITE_IOERR
        }
        methods.pointee.xShmLock = { file, start, count, flags in
            FaultyFileSystem.real(file).map { $1.xShmLock($0, start, count, flags) } ?? SQLITE_IOERR
        }
        methods.pointee.xShmBarrier = { file in
            if let (inner, table) = FaultyFileSystem.real(file) { table.xShmBarrier(inner) }
        }
        methods.pointee.xShmUnmap = { file, delete in
            FaultyFileSystem.real(file).map { $1.xShmUnmap($0, delete) } ?? SQLITE_IOERR
        }
        methods.pointee.xFetch = { file, at, count, result in
            FaultyFileSystem.real(file).map { $1.xFetch($0, at, count, result) } ?? SQLITE_IOERR
        }
        methods.pointee.xUnfetch = { file, at, memory in
            FaultyFileSystem.real(file).map { $1.xUnfetch($0, at, memory) } ?? SQLITE_IOERR
        }
    }

    private static let open:
        @convention(c) (
            UnsafeMutablePointer<sqlite3_vfs>?, UnsafePointer<CChar>?,
            UnsafeMutablePointer<sqlite3_file>?, Int32, UnsafeMutablePointer<Int32>?
        ) -> Int32 = { vfs, name, file, flags, outFlags in
            guard let file, let vfs,
                let parent = vfs.pointee.pAppData?.assumingMemoryBound(to: sqlite3_vfs.self)
            else { return SQLITE_CANTOPEN }
            let raw = UnsafeMutableRawPointer(file)
            let inner = (raw + offset).assumingMemoryBound(to: sqlite3_file.self)
            file.pointee.pMethods = nil
            let code = parent.pointee.xOpen(parent, name, inner, flags, outFlags)
            guard inner.pointee.pMethods != nil else { return code }
            let path = name.map { String(cString: $0) } ?? ""
            let isConcerned = plan.withLock { plan in
                !plan.pathPrefix.isEmpty && path.hasPrefix(plan.pathPrefix)
                    && path.hasSuffix(plan.pathSuffix)
            }
            raw.storeBytes(of: isConcerned ? 1 : 0, toByteOffset: 8, as: Int64.self)
            file.pointee.pMethods = UnsafePointer(methods)
            return code
        }

    private static func real(
        _ file: UnsafeMutablePointer<sqlite3_file>?
    ) -> (UnsafeMutablePointer<sqlite3_file>, sqlite3_io_methods)? {
        guard let file else { return nil }
        let inner = (UnsafeMutableRawPointer(file) + offset).assumingMemoryBound(
            to: sqlite3_file.self)
        return inner.pointee.pMethods.map { (inner, $0.pointee) }
    }

    private static func fails(
        _ file: UnsafeMutablePointer<sqlite3_file>?, _ left: WritableKeyPath<Plan, Int>,
        _ done: WritableKeyPath<Plan, Int>
    ) -> Bool {
        guard let file,
            UnsafeMutableRawPointer(file).load(fromByteOffset: 8, as: Int64.self) == 1
        else { return false }
        return plan.withLock { plan in
            guard plan[keyPath: left] > 0 else { return false }
            plan[keyPath: left] -= 1
            plan[keyPath: done] += 1
            return true
        }
    }
}
