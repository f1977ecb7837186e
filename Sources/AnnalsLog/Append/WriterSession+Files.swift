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
        look = FileLook(storePath)
        guard look.file == storePath.identity else { throw storePath.replaced }
        try checkLog()
        try checkLength()
        try reserve.grow(storePath, walBytes: look.walBytes)
        try checkBase()
    }

    /// Makes sure of it once more, after a commit and before it is acknowledged.
    func confirmFiles() throws(StoreError) {
        look = FileLook(storePath)
        guard look.file == storePath.identity else {
            throw StoreError(
                .storeReplaced,
                "\(path.terminalSafe) was moved, removed or replaced while it was written: the"
                    + " events are in the file that was there before, if that still exists; open"
                    + " the store again and look")
        }
        try checkLog()
        noteBase()
        walBytes = look.walBytes
    }

    /// Makes sure that the log and its index have their names; what is in a log without a name is
    /// moved into the file first.
    private func checkLog() throws(StoreError) {
        let hasIndex = openFiles.hasIndex(look)
        if !openFiles.hasLog(look) {
            try saveLog()
            if hasIndex { try reopen() }
        }
        guard hasIndex else {
            // A path that is relative goes along with its folder; what was opened does not.
            guard FileIdentity(of: storePath.file) == storePath.identity else {
                throw storePath.replaced
            }
            throw StoreError(
                .storeReplaced,
                "\(path.terminalSafe)-shm was removed while the store was in use, so that programs"
                    + " no longer see each other's changes: open the store again")
        }
    }

    /// Moves what is in a log without a name into the file.
    ///
    /// - Throws: `storeReplaced` if others have begun another log without it; `outcomeUnknown`.
    private func saveLog() throws(StoreError) {
        guard storePath.walBytes == 0 else {
            // Somebody who had lost it as well may have saved it first: the next look at the
            // history tells.
            if openFiles.hasIndex(look) { return }
            throw StoreError(
                .storeReplaced,
                "\(path.terminalSafe)-wal and -shm were removed while they were in use, and others"
                    + " have begun new ones: what was appended here after position"
                    + " \(base?.size ?? 0) may not be in the store; open it again and look")
        }
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

    /// Refuses to go on with a log that somebody cut short: its index leads to what is not there.
    private func checkLength() throws(StoreError) {
        guard let base, base.isLogged, base.file == look.state, look.walBytes < walBytes else {
            return
        }
        throw StoreError(
            .storeReplaced,
            "\(path.terminalSafe)-wal was cut short while it was in use, and what was appended"
                + " after position \(base.size) may be lost: end every program that has the store"
                + " open, move the -wal away, and look at what is there")
    }

    /// Opens everything again, leaving the log to the new connection.
    private func reopen() throws(StoreError) {
        close(checkpointing: false)
        try connectAgain()
        look = FileLook(storePath)
    }

    /// Moves all that is in the log into the file and leaves nothing in the log, between two
    /// transactions.
    ///
    /// - Returns: Why that cannot be; nil once it is done.
    func emptyLog() -> StoreError? {
        let handle = open.statements.connection
        let code = sqlite3_wal_checkpoint_v2(
            handle, nil, SQLITE_CHECKPOINT_TRUNCATE, nil, nil)
        guard code == SQLITE_OK else {
            guard code & 0xFF == SQLITE_BUSY else {
                return StoreError.sqlite(
                    handle, code, doing: "empty the log of \(path.terminalSafe)")
            }
            return StoreError(
                .busy,
                "\(path.terminalSafe)-wal cannot be emptied, since another program still reads what"
                    + " it holds: end that read, then try again")
        }
        look = FileLook(storePath)
        noteBase()
        walBytes = look.walBytes
        return nil
    }

    // MARK: What the log goes on from

    /// Refuses a file that somebody else wrote, unless it is still the one that the log and this
    /// process know.
    private func checkBase() throws(StoreError) {
        guard let now = look.state else { throw storePath.replaced }
        if base?.file == now {
            if lock?.isNew == true { write(base) }
            return
        }
        guard var noted = lock.flatMap({ WALBase(line: $0.line(bytesMax: WALBase.lineBytesMax)) })
        else {
            base = nil
            return
        }
        if noted.file != now {
            // Not by a writer of Annals.
            if look.walBytes > 0, let fault = try WALBaseCheck.fault(storePath, noted) {
                throw fault
            }
            // Its pages may be in SQLite's cache as they were.
            if base != nil { try reopen() }
            noted.file = now
            if look.walBytes == 0 { noted.isLogged = false }
            write(noted)
        } else if look.walBytes == 0, noted.isLogged {
            throw WALBaseCheck.lost(storePath, noted)
        }
        base = noted
    }

    /// Notes what the log goes on from, when it begins with this transaction.
    func noteBeginning() {
        guard look.walBytes == 0, let file = look.state else { return }
        base = currentBase(file)
        write(base)
    }

    /// Notes it after a checkpoint, and else once that the log holds something.
    func noteBase() {
        guard let now = look.state else { return }
        if base?.file == now {
            // A transaction that changed no page leaves the log empty.
            guard base?.isLogged == false, look.walBytes > 0 else { return }
            base?.isLogged = true
            write(base)
            return
        }
        var (total, moved): (Int32, Int32) = (0, 0)
        let code = sqlite3_wal_checkpoint_v2(
            open.statements.connection, nil, SQLITE_CHECKPOINT_PASSIVE, &total, &moved)
        guard let file = WALBase.FileState(of: storePath.file) else { return }
        if code == SQLITE_OK, total == moved {
            base = currentBase(file)
        } else {
            base?.file = file
            base?.isLogged = true
        }
        write(base)
    }

    private func currentBase(_ file: WALBase.FileState) -> WALBase {
        WALBase(
            store: storeID, size: committed.size, mark: lastMark, isLogged: false, file: file)
    }

    private func write(_ base: WALBase?) {
        if let base { lock?.write(line: base.line) }
    }

    // MARK: The end

    /// Closes the connection so that nothing of a file or log of others is touched: the last one
    /// that leaves moves the log into the file and removes it, and may do so only under the lock
    /// and where both have their names.
    func end() {
        guard isConnected else { return }
        guard let lock, (try? lock.tryLock()) == true else {
            close(checkpointing: false)
            return
        }
        defer { lock.unlock() }
        // Everything must be as before a transaction; what is in a log without a name is saved.
        let isWhole = (try? checkFiles()) != nil && isConnected
        let last = WALBase.FileState(of: storePath.file).map { currentBase($0) }
        if isConnected { close(checkpointing: isWhole) }
        guard isWhole, !storeID.isEmpty, var noted = last, storePath.walBytes == 0,
            let file = WALBase.FileState(of: storePath.file)
        else { return }
        // Whatever log comes next goes on from what is in the file now.
        noted.file = file
        write(noted)
    }
}
