import Foundation

/// What the names of a store lead to at one moment: a call of the system for each.
struct FileLook {
    /// The file; nil if there is none.
    let file: FileIdentity?
    /// How it looks from outside; nil if there is none.
    let state: WALBase.FileState?
    /// The write-ahead log; nil if there is none.
    let log: FileIdentity?
    /// Its bytes; 0 if there is none.
    let walBytes: Int64
    /// The index of the log; nil if there is none.
    let index: FileIdentity?

    /// Looks at a store.
    init(_ path: StorePath) {
        var status = stat()
        if stat(path.given, &status) == 0 {
            (file, state) = (FileIdentity(status), WALBase.FileState(status))
        } else {
            (file, state) = (nil, nil)
        }
        if stat(path.log, &status) == 0 {
            (log, walBytes) = (FileIdentity(status), Int64(status.st_size))
        } else {
            (log, walBytes) = (nil, 0)
        }
        index = FileIdentity(of: path.index)
    }
}
