import Foundation
import GRDBSQLite
import Synchronization

/// A SQLite file system that passes every call on to the real one, but fails where it is told to.
///
/// It is registered as the default, so that code under test opens its files through it without
/// knowing. A file that it opens has the real one 32 bytes behind its start: 8 bytes of method
/// table, 8 bytes that say which faults concern it, 8 with its inode. A disk that is recorded is
/// told of what changes. https://www.sqlite.org/vfs.html
enum FaultyFileSystem {
    /// What is planned for files under one path.
    struct Plan {
        let pathPrefix: String
        var fault: DiskFault?
        /// Calls that the fault concerns, before the first that fails.
        var callsBefore = 0
        /// How many of the calls after them fail.
        var failures = 0
        var failed = 0
        /// What is told of every change; nil if nobody is.
        var disk: RecordedDisk?
    }

    private struct Plans {
        var byID: [Int64: Plan] = [:]
        var lastID: Int64 = 0
    }

    private static let plans = Mutex(Plans())
    private static let offset = 32
    private static let inodeOffset = 16

    /// Makes a place for plans about files whose path has a prefix, from now on.
    static func register(_ pathPrefix: String, recording disk: RecordedDisk? = nil) -> Int64 {
        _ = installed
        return plans.withLock { plans in
            plans.lastID += 1
            plans.byID[plans.lastID] = Plan(pathPrefix: pathPrefix, disk: disk)
            return plans.lastID
        }
    }

    /// Looks at the plan of an id, or changes it.
    static func withPlan<Value: Sendable>(
        _ id: Int64, _ body: @Sendable (inout Plan) -> Value?
    ) -> Value? {
        plans.withLock { plans in
            guard var plan = plans.byID[id] else { return nil }
            defer { plans.byID[id] = plan }
            return body(&plan)
        }
    }

    static func unregister(_ id: Int64) {
        plans.withLock { _ = $0.byID.removeValue(forKey: id) }
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
        vfs.pointee.xDelete = delete
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
        methods.pointee.xWrite = { FaultyFileSystem.write($0, $1, $2, $3) }
        methods.pointee.xTruncate = { FaultyFileSystem.truncate($0, $1) }
        methods.pointee.xSync = { FaultyFileSystem.sync($0, $1) }
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
            let id = planID(of: name.map { String(cString: $0) } ?? "")
            if let fault = fault(id, .open) { return fault.code }
            let code = parent.pointee.xOpen(parent, name, inner, flags, outFlags)
            guard inner.pointee.pMethods != nil else { return code }
            raw.storeBytes(of: id, toByteOffset: 8, as: Int64.self)
            raw.storeBytes(of: 0, toByteOffset: inodeOffset, as: UInt64.self)
            if let name, let disk = disk(id) {
                let inode = RecordedDisk.inode(ofFileAt: String(cString: name))
                raw.storeBytes(of: inode, toByteOffset: inodeOffset, as: UInt64.self)
                disk.open(inode) { content(of: inner) }
            }
            file.pointee.pMethods = UnsafePointer(methods)
            return code
        }

    /// The plan that concerns a path; 0 if there is none.
    static func planID(of path: String) -> Int64 {
        plans.withLock { plans in
            plans.byID.first { path.hasPrefix($0.value.pathPrefix) }?.key ?? 0
        }
    }

    static func real(
        _ file: UnsafeMutablePointer<sqlite3_file>?
    ) -> (UnsafeMutablePointer<sqlite3_file>, sqlite3_io_methods)? {
        guard let file else { return nil }
        let inner = (UnsafeMutableRawPointer(file) + offset).assumingMemoryBound(
            to: sqlite3_file.self)
        return inner.pointee.pMethods.map { (inner, $0.pointee) }
    }

    static func fault(
        _ file: UnsafeMutablePointer<sqlite3_file>?, _ call: DiskFault.Call
    ) -> DiskFault? {
        guard let file else { return nil }
        let id = UnsafeMutableRawPointer(file).load(fromByteOffset: 8, as: Int64.self)
        return fault(id, call)
    }

    /// Who is told of changes of a file, and its inode.
    static func recorded(
        _ file: UnsafeMutablePointer<sqlite3_file>?
    ) -> (disk: RecordedDisk, inode: UInt64)? {
        guard let file else { return nil }
        let raw = UnsafeMutableRawPointer(file)
        let inode = raw.load(fromByteOffset: inodeOffset, as: UInt64.self)
        guard inode != 0, let disk = disk(raw.load(fromByteOffset: 8, as: Int64.self)) else {
            return nil
        }
        return (disk, inode)
    }

    static func disk(_ id: Int64) -> RecordedDisk? {
        id == 0 ? nil : withPlan(id) { $0.disk }
    }

    private static func fault(_ id: Int64, _ call: DiskFault.Call) -> DiskFault? {
        guard id != 0 else { return nil }
        return withPlan(id) { plan in
            guard let fault = plan.fault, fault.calls.contains(call) else { return nil }
            guard plan.callsBefore == 0 else {
                plan.callsBefore -= 1
                return nil
            }
            guard plan.failures > 0 else { return nil }
            plan.failures -= 1
            plan.failed += 1
            return fault
        }
    }
}
