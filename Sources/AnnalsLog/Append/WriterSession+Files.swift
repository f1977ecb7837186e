import AnnalsModel
import GRDBSQLite

// What is written must be found under the store's name: by whoever opens it next, and after a
// crash. So before every transaction, and again before anybody is answered, the writer looks
// whether its files still have their names.

extension WriterSession {
    /// Makes sure that what is open is what has the store's names.
    ///
    /// - Throws: `storeReplaced`; `outcomeUnknown` if the log lost its name and cannot be saved.
    func checkFiles() throws(StoreError) {
        try storePath.checkCurrent()
        try checkLog()
        try reserve.grow(storePath, logBytes: storePath.logBytes)
        try checkBase()
    }

    /// Makes sure of it once more, after a commit and before it is acknowledged.
    func confirmFiles() throws(StoreError) {
        guard FileIdentity(of: storePath.given) == storePath.identity else {
            throw StoreError(
                .storeReplaced,
                "\(path.terminalSafe) was moved, removed or replaced while it was written: the"
                    + " events are in the file that was there before, if that still exists; open"
                    + " the store again and look")
        }
        try checkLog()
        noteBase()
    }

    /// Makes sure that the log and its index have their names; what is in a log without a name is
    /// moved into the file first.
    private func checkLog() throws(StoreError) {
        let hasIndex = openFiles.hasIndex(storePath)
        if !openFiles.hasLog(storePath) {
            try saveLog()
            if hasIndex { try reopen() }
        }
        guard hasIndex else {
            throw StoreError(
                .storeReplaced,
                "\(path.terminalSafe)-shm was removed while the store was in use, so that programs"
                    + " no longer see each other's changes: open the store again")
        }
    }

    private func saveLog() throws(StoreError) {
        // Somebody who had lost it as well may have been first, and has written since.
        guard storePath.logBytes == 0 else { return }
        let code = sqlite3_wal_checkpoint_v2(
            open.statements.connection, nil, SQLITE_CHECKPOINT_TRUNCATE, nil, nil)
        guard code == SQLITE_OK else {
            throw StoreError(
                .outcomeUnknown,
                "\(path.terminalSafe)-wal was removed while it was in use, and others who read it"
                    + " keep its changes from being saved: end every program that has the store"
                    + " open but this one, then try again")
        }
    }

    /// Opens everything again, leaving the log to the new connection.
    private func reopen() throws(StoreError) {
        close(checkpointing: false)
        open = try Self.connect(storePath)
        openFiles = OpenFiles(storePath)
        reserve = IndexReserve()
        forgetVersion()
    }

    // MARK: What the log goes on from

    /// Refuses a file that somebody else wrote, unless it is still the one that the log and this
    /// process know.
    private func checkBase() throws(StoreError) {
        guard let now = LogBase.FileState(of: storePath.file) else { throw storePath.replaced }
        if base?.file == now {
            if lock?.isNew == true { write(base) }
            return
        }
        guard var noted = lock.flatMap({ LogBase(line: $0.line(bytesMax: LogBase.lineBytesMax)) })
        else {
            base = nil
            return
        }
        if noted.file != now {
            // Not by a writer of Annals: its pages may be in SQLite's cache as they were.
            if base != nil { try reopen() }
            if storePath.logBytes > 0, let fault = try LogBaseCheck.fault(storePath, noted) {
                throw fault
            }
            noted.file = now
            if storePath.logBytes == 0 { noted.isLogged = false }
            write(noted)
        } else if storePath.logBytes == 0, noted.isLogged {
            throw LogBaseCheck.lost(storePath, noted)
        }
        base = noted
    }

    /// Notes what the log goes on from, when it begins with this transaction.
    func noteBeginning() throws(StoreError) {
        guard storePath.logBytes == 0, let file = LogBase.FileState(of: storePath.file) else {
            return
        }
        base = try currentBase(file)
        write(base)
    }

    /// Notes it after a checkpoint, and else once that the log holds something.
    func noteBase() {
        guard let now = LogBase.FileState(of: storePath.file) else { return }
        if base?.file == now {
            guard base?.isLogged == false else { return }
            base?.isLogged = true
            write(base)
            return
        }
        var (total, moved): (Int32, Int32) = (0, 0)
        let code = sqlite3_wal_checkpoint_v2(
            open.statements.connection, nil, SQLITE_CHECKPOINT_PASSIVE, &total, &moved)
        guard let file = LogBase.FileState(of: storePath.file) else { return }
        if code == SQLITE_OK, total == moved {
            // One that cannot be read now is noted after the next checkpoint.
            guard let current = try? currentBase(file) else { return }
            base = current
        } else {
            base?.file = file
            base?.isLogged = true
        }
        write(base)
    }

    private func currentBase(_ file: LogBase.FileState) throws(StoreError) -> LogBase {
        LogBase(
            store: storeID, size: committed.size,
            mark: try LogBase.mark(at: committed.size, open.statements), isLogged: false,
            file: file)
    }

    private func write(_ base: LogBase?) {
        if let base { lock?.write(line: base.line) }
    }

    // MARK: The end

    /// Closes the connection so that nothing of a file or log of others is touched: the last one
    /// that leaves moves the log into the file and removes it, and may do so only under the lock
    /// and where both have their names.
    func end() {
        guard let lock, (try? lock.tryLock()) == true else {
            close(checkpointing: false)
            return
        }
        defer { lock.unlock() }
        let isCurrent = FileIdentity(of: storePath.given) == storePath.identity
        // What is in a log without a name is saved, if it can be.
        let isWhole = isCurrent && (try? checkLog()) != nil
        let last = LogBase.FileState(of: storePath.file).flatMap { try? currentBase($0) }
        close(checkpointing: isWhole)
        guard isWhole, !storeID.isEmpty, var noted = last, storePath.logBytes == 0,
            let file = LogBase.FileState(of: storePath.file)
        else { return }
        // Whatever log comes next goes on from what is in the file now.
        noted.file = file
        write(noted)
    }
}
