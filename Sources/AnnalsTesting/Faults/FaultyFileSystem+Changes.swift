import Foundation
import GRDBSQLite

// The calls that change a file: one may fail, and a recorded disk is told of what was done.

extension FaultyFileSystem {
    static func write(
        _ file: UnsafeMutablePointer<sqlite3_file>?, _ bytes: UnsafeRawPointer?, _ count: Int32,
        _ offset: Int64
    ) -> Int32 {
        let recorded = recorded(file)
        recorded?.disk.willChange()
        guard let (inner, table) = real(file), let bytes else { return SQLITE_IOERR }
        var (first, last, failure) = (0, Int(count), SQLITE_OK)
        if let fault = fault(file, .write) {
            // What a full or broken disk took of it is there afterwards.
            switch fault.written {
            case .nothing: last = 0
            case .firstHalf: last /= 2
            case .secondHalf: first = last / 2
            }
            failure = fault.code
        }
        guard first < last else { return failure }
        let part = UnsafeRawBufferPointer(start: bytes + first, count: last - first)
        let code = table.xWrite(inner, bytes + first, Int32(part.count), offset + Int64(first))
        if code == SQLITE_OK {
            recorded?.disk.write(recorded?.inode ?? 0, Array(part), at: Int(offset) + first)
        }
        return failure == SQLITE_OK ? code : failure
    }

    static func truncate(_ file: UnsafeMutablePointer<sqlite3_file>?, _ size: Int64) -> Int32 {
        let recorded = recorded(file)
        recorded?.disk.willChange()
        if let fault = fault(file, .truncate) { return fault.code }
        guard let (inner, table) = real(file) else { return SQLITE_IOERR }
        let code = table.xTruncate(inner, size)
        if code == SQLITE_OK { recorded?.disk.truncate(recorded?.inode ?? 0, to: Int(size)) }
        return code
    }

    static func sync(_ file: UnsafeMutablePointer<sqlite3_file>?, _ flags: Int32) -> Int32 {
        let recorded = recorded(file)
        recorded?.disk.willChange()
        if let fault = fault(file, .sync) {
            recorded?.disk.sync(recorded?.inode ?? 0, succeeded: false)
            return fault.code
        }
        guard let (inner, table) = real(file) else { return SQLITE_IOERR }
        let code = table.xSync(inner, flags)
        recorded?.disk.sync(recorded?.inode ?? 0, succeeded: code == SQLITE_OK)
        return code
    }

    static let delete:
        @convention(c) (UnsafeMutablePointer<sqlite3_vfs>?, UnsafePointer<CChar>?, Int32) -> Int32 =
            { vfs, name, isSynced in
                guard let vfs, let name,
                    let parent = vfs.pointee.pAppData?.assumingMemoryBound(to: sqlite3_vfs.self)
                else { return SQLITE_IOERR }
                let path = String(cString: name)
                let disk = disk(planID(of: path))
                disk?.willChange()
                let inode = RecordedDisk.inode(ofFileAt: path)
                let code = parent.pointee.xDelete(parent, name, isSynced)
                if code == SQLITE_OK { disk?.remove(inode, at: path, isSynced: isSynced != 0) }
                return code
            }

    /// All that a file holds, read through its own descriptor: closing another one would drop the
    /// locks that this process has on it.
    static func content(of file: UnsafeMutablePointer<sqlite3_file>) -> [UInt8] {
        guard let table = file.pointee.pMethods?.pointee else { return [] }
        var size: Int64 = 0
        guard table.xFileSize(file, &size) == SQLITE_OK, size > 0 else { return [] }
        var bytes = [UInt8](repeating: 0, count: Int(size))
        guard table.xRead(file, &bytes, Int32(size), 0) == SQLITE_OK else { return [] }
        return bytes
    }
}
