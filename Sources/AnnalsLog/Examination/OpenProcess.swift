import AnnalsModel
import Foundation

/// A program that has a store open, as `/proc` shows it.
///
/// Of programs of other users only the superuser sees the files.
package struct OpenProcess: Sendable, Hashable {
    /// Its process id.
    let id: Int32
    /// How it was started, shortened and safe to print.
    let command: String
    /// Whether it is stopped, as by Ctrl-Z or a debugger.
    let isStopped: Bool

    /// The other programs that have a store, its log or its index open.
    static func all(using file: String) -> [OpenProcess] {
        let wanted = Set(["", "-wal", "-shm", "-lock"].compactMap { FileIdentity(of: file + $0) })
        guard !wanted.isEmpty else { return [] }
        let entries = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return entries.compactMap(Int32.init).filter { $0 != getpid() }.sorted()
            .filter { uses($0, wanted) }.map(OpenProcess.init)
    }

    private static func uses(_ id: Int32, _ wanted: Set<FileIdentity>) -> Bool {
        let folder = "/proc/\(id)/fd"
        let open = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return open.contains { name in
            FileIdentity(of: "\(folder)/\(name)").map(wanted.contains) ?? false
        }
    }

    private init(_ id: Int32) {
        self.id = id
        let bytes = FileManager.default.contents(atPath: "/proc/\(id)/cmdline") ?? Data()
        let words = String(decoding: bytes.map { $0 == 0 ? 0x20 : $0 }, as: UTF8.self)
        let shown = words.prefix(Limits.commandLineCharactersMax)
        let text = shown.count < words.count ? shown + "…" : shown
        command = String(text).trimmingCharacters(in: .whitespaces).terminalSafe
        let status = FileManager.default.contents(atPath: "/proc/\(id)/stat") ?? Data()
        // The name before it is in parentheses, and may hold some itself.
        let rest = String(decoding: status, as: UTF8.self).split(separator: ")").last ?? ""
        isStopped = ["T", "t"].contains(rest.split(separator: " ").first ?? "")
    }

    /// Some of them in one sentence.
    static func list(_ processes: [OpenProcess]) -> String {
        let shown = processes.prefix(Limits.examinedNamesMax).map { "\($0.id) (\($0.command))" }
        let more = processes.count - shown.count
        return shown.joined(separator: ", ") + (more > 0 ? " and \(more) more" : "")
    }
}

extension ExaminedStore {
    /// Who has the store open.
    func usersCheck() -> [ExaminedCheck] {
        guard status != nil else { return [] }
        let hidden = geteuid() == 0 ? "" : ", as far as this user may see"
        let stopped = users.filter(\.isStopped)
        guard stopped.isEmpty else {
            return [
                ExaminedCheck(
                    "users", .note, "stopped with the store open: \(OpenProcess.list(stopped))",
                    remedy: .words("Let it go on (kill -CONT \(stopped[0].id)), or end it."))
            ]
        }
        return [
            ExaminedCheck(
                "users", .ok,
                users.isEmpty ? "nobody has it open\(hidden)" : OpenProcess.list(users) + hidden)
        ]
    }

    /// Whether a program that is none of Annals keeps SQLite's own lock: with it nobody can append.
    ///
    /// `/proc/locks` says so, since to open and close the index for it would take away the locks
    /// that this process has there. The lock is byte 120 of the index
    /// (https://www.sqlite.org/walformat.html).
    private func foreignLock(besides descriptor: Int32) -> ExaminedCheck? {
        var looks: [Int32: Int] = [:]
        for look in 0..<Limits.lockLooks {
            if look > 0 { usleep(Limits.lockPauseMicroseconds) }
            // In exclusive mode there is no index, and the file itself is locked: byte 2 of the
            // range that is shared (https://www.sqlite.org/lockingv3.html).
            let holder =
                Self.holder(ofByte: 120, in: file + "-shm")
                ?? Self.holder(ofByte: 0x4000_0002, in: file)
            // A writer of Annals has its own lock, too.
            if StoreLock.isHeld(descriptor) { return nil }
            if let holder { looks[holder, default: 0] += 1 }
            // A list that changes while it is read may leave one out, so one look is not enough.
            if looks.isEmpty, look == 2 { return nil }
        }
        // Whoever writes much has it now and then.
        guard let (holder, count) = looks.max(by: { $0.value < $1.value }),
            count > Limits.lockLooks * 2 / 3
        else { return nil }
        let known = users.filter { $0.id == holder }
        let who = known.isEmpty ? "process \(holder)" : OpenProcess.list(known)
        return ExaminedCheck(
            "lock", .wrong,
            "\(who) has kept SQLite's own lock as long as it was looked at, so that nothing can be"
                + " appended",
            remedy: .words("End its transaction, or the program: only Annals is to write here."))
    }

    /// The process that locked a byte of a file to write it, as Linux lists locks.
    private static func holder(ofByte byte: Int, in path: String) -> Int32? {
        var found = stat()
        guard stat(path, &found) == 0 else { return nil }
        let list = FileManager.default.contents(atPath: "/proc/locks") ?? Data()
        for line in String(decoding: list, as: UTF8.self).split(separator: "\n") {
            // 1: POSIX  ADVISORY  WRITE 4711 08:01:1234 120 120
            let words = line.split(separator: " ")
            guard words.count >= 8, words[3] == "WRITE", let id = Int32(words[4]),
                words[5].split(separator: ":").last == "\(found.st_ino)",
                let first = Int(words[6]), first <= byte,
                words[7] == "EOF" || Int(words[7]).map({ $0 >= byte }) == true
            else { continue }
            return id
        }
        return nil
    }

    /// Whether somebody keeps the lock of the writers.
    func lock() -> [ExaminedCheck] {
        let path = file + "-lock"
        guard System.isThere(path) else { return [] }
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard descriptor >= 0 else { return [] }
        defer { close(descriptor) }
        for look in 0..<Limits.lockLooks {
            if look > 0 { usleep(Limits.lockPauseMicroseconds) }
            if !StoreLock.isHeld(descriptor) {
                if let foreign = foreignLock(besides: descriptor) { return [foreign] }
                let words = look == 0 ? "free" : "in use, and given back"
                return [ExaminedCheck("lock", .ok, words)]
            }
        }
        let stopped = users.filter(\.isStopped)
        let who = stopped.isEmpty ? users : stopped
        return [
            ExaminedCheck(
                "lock", stopped.isEmpty ? .note : .wrong,
                "somebody has kept the lock of the writers as long as it was looked at: "
                    + (who.isEmpty ? "a program that is not visible" : OpenProcess.list(who)),
                remedy: .words(
                    stopped.first.map { "Let it go on (kill -CONT \($0.id)), or end it." }
                        ?? "Wait for it; if it never ends, end it: what was acknowledged stays."))
        ]
    }
}
