import AnnalsLog
package import AnnalsModel
import Foundation

/// Where calls of hooks wait that the store could not take: a folder beside it, with a file for
/// each, and one that tells what went wrong.
///
/// A call is written here before the store is opened, and removed once it is stored, so that a hook
/// that is killed in between loses nothing. Whoever stores a call that another one stores too does
/// no harm, since both make the same event.
package struct HookSpool: Sendable {
    /// The file that tells what went wrong.
    package static let troubleName = "trouble.log"
    private static let ending = ".json"
    private static let draftMark = ".new-"
    private static let refusedEnding = ".refused"

    /// The folder.
    package let folder: String

    /// The spool of a store, be it there or not.
    package init(ofStore path: String) {
        let file = System.resolved(path) ?? System.place(of: path) ?? path
        folder = file + StorePath.spoolSuffix
    }

    // MARK: Waiting calls

    /// Writes a call down.
    ///
    /// - Returns: Its name, by which it is in order.
    /// - Throws: `io` if it cannot be written.
    package func add(_ call: HookCall) throws(StoreError) -> String {
        try makeFolder()
        let time = max(0, call.receivedAt.microseconds).inAllDigits
        let chance = String(UInt64.random(in: 0 ... .max), radix: 16)
        let name = "\(time)-\(getpid())-\(chance)\(Self.ending)"
        var bytes: [UInt8] = []
        JSONValue.object(call.json()).write(to: &bytes)
        bytes.append(UInt8(ascii: "\n"))
        let draft = path(Self.draftMark + name)
        try write(bytes, to: draft, flags: O_WRONLY | O_CREAT | O_EXCL)
        guard rename(draft, path(name)) == 0 else {
            let error = failure("write")
            unlink(draft)
            throw error
        }
        return name
    }

    /// Makes a call durable that has to wait.
    package func keep(_ name: String) {
        for place in [path(name), folder] {
            let descriptor = open(place, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
            guard descriptor >= 0 else { continue }
            fsync(descriptor)
            close(descriptor)
        }
    }

    /// The names of calls that wait, first to last.
    ///
    /// - Parameter time: Those that came until then: others may be stored at this moment by who
    ///   wrote them.
    package func waiting(until time: Timestamp = Timestamp(microseconds: .max)) -> [String] {
        let last = time.microseconds.inAllDigits + "~"
        return names().filter { name in
            name.hasSuffix(Self.ending) && !name.hasPrefix(Self.draftMark)
                && (time.microseconds == .max || name < last)
        }.sorted()
    }

    /// Reads a call that waits.
    ///
    /// - Returns: nil if somebody else has stored it meanwhile.
    /// - Throws: `io`; `invalidJSON` if it is none.
    package func call(_ name: String) throws(StoreError) -> HookCall? {
        let descriptor = open(path(name), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard descriptor >= 0 else {
            if errno == ENOENT { return nil }
            throw failure("read")
        }
        defer { close(descriptor) }
        guard let bytes = System.read(descriptor, upTo: Limits.hookInputBytesMax) else {
            throw failure("read")
        }
        let depth = Limits.jsonEnvelopeDepthMax
        guard let json = try JSONValue(parsing: bytes, depthMax: depth).asObject else {
            throw StoreError(.invalidJSON, "it is no call of a hook: remove it")
        }
        return try HookCall(waiting: json)
    }

    /// Removes a call that is stored.
    package func remove(_ name: String) {
        unlink(path(name))
    }

    /// Puts a call aside that no store takes, and notes why.
    package func refuse(_ name: String, because error: StoreError) {
        let aside = String(name.dropLast(Self.ending.count)) + Self.refusedEnding
        rename(path(name), path(aside))
        note("\(aside) is put aside: \(error.message)")
    }

    /// Numbers of calls that wait and that were put aside.
    package func counts() -> (waiting: Int, refused: Int) {
        let names = names()
        return (
            waiting().count, names.count { $0.hasSuffix(Self.refusedEnding) }
        )
    }

    private func names() -> [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    }

    // MARK: What went wrong

    /// Notes in a line what went wrong; if that is not possible here, in the user's own log.
    package func note(_ trouble: String) {
        let line = Array("\(Timestamp.now.rfc3339) \(trouble.terminalSafe)\n".utf8)
        do throws(StoreError) {
            try makeFolder()
            try append(line, to: path(Self.troubleName))
        } catch {
            try? Self.noteElsewhere(line)
        }
    }

    /// Keeps a call where nothing can be written beside the store: a line in the user's own log,
    /// with all of it.
    package func keepElsewhere(_ call: HookCall, because error: StoreError) {
        var json = call.json()
        json["trouble"] = .string(error.message)
        json["spool"] = .string(folder)
        var bytes: [UInt8] = []
        JSONValue.object(json).write(to: &bytes)
        bytes.append(UInt8(ascii: "\n"))
        try? Self.noteElsewhere(bytes)
    }

    /// The user's own log of hooks: `annals/hooks.log` in `$XDG_STATE_HOME`, else in
    /// `~/.local/state`.
    package static var ownLog: String {
        let environment = ProcessInfo.processInfo.environment
        let home = environment["HOME"] ?? "/"
        let state = environment["XDG_STATE_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
        return "\(state ?? "\(home)/.local/state")/annals/hooks.log"
    }

    private static func noteElsewhere(_ line: [UInt8]) throws(StoreError) {
        let log = ownLog
        do {
            try FileManager.default.createDirectory(
                atPath: System.folder(of: log), withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700])
        } catch {
            throw StoreError(.io, "cannot make the folder of \(log.terminalSafe)", cause: error)
        }
        let spool = HookSpool(folder: System.folder(of: log))
        try spool.append(line, to: log)
    }

    private init(folder: String) {
        self.folder = folder
    }

    // MARK: Files

    private func path(_ name: String) -> String { "\(folder)/\(name)" }

    private func makeFolder() throws(StoreError) {
        guard mkdir(folder, 0o700) == 0 || errno == EEXIST else { throw failure("make") }
    }

    private func append(_ line: [UInt8], to path: String) throws(StoreError) {
        var status = stat()
        if lstat(path, &status) == 0, status.st_size > Limits.hookTroubleBytesMax {
            rename(path, path + ".old")
        }
        try write(line, to: path, flags: O_WRONLY | O_CREAT | O_APPEND)
    }

    private func write(
        _ bytes: [UInt8], to path: String, flags: Int32
    ) throws(StoreError) {
        let descriptor = open(path, flags | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0o600)
        guard descriptor >= 0 else { throw failure("write") }
        defer { close(descriptor) }
        guard System.write(bytes, to: descriptor) else {
            let error = failure("write")
            if flags & O_EXCL != 0 { unlink(path) }
            throw error
        }
    }

    private func failure(_ verb: String) -> StoreError {
        StoreError(
            .io,
            "cannot \(verb) \(folder.terminalSafe), where calls of hooks wait: "
                + String(cString: strerror(errno)))
    }
}
