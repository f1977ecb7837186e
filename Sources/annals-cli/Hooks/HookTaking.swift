import Annals
import AnnalsHooks
import AnnalsModel
import Foundation

/// One call of a hook, from standard input into the store.
struct HookTaking: Equatable {
    /// The program whose hook it is.
    let tool: HookTool
    /// Path of the store.
    let path: String
    /// Who acts, where that was told.
    var by: String?
    /// The folder whose files are captured, where that was told.
    var files: String?

    /// Keeps the call, whatever happens: the program that waits for its hook must not notice.
    func run() {
        // Before anything can go wrong: one of the programs takes silence for a mistake.
        if !tool.answer.isEmpty {
            let output = Output.standard()
            try? output.write(tool.answer)
            try? output.flush()
        }
        var door = HookDoor(ofStore: path)
        door.whenKept = Self.endInTime
        let bytes = HookDoor.input(from: 0)
        do throws(StoreError) {
            var call = try HookCall(tool, reading: bytes, folder: files)
            call.actor = actor(noting: door)
            door.take(call)
        } catch {
            door.refuse(bytes, of: tool, because: error)
        }
    }

    /// Ends this process when it takes too long, as on a disk that hangs or under a lock that is
    /// not of a writer: the next call takes along what this one has written down.
    private static func endInTime() {
        Thread.detachNewThread {
            Thread.sleep(forTimeInterval: Limits.hookSeconds)
            _exit(0)
        }
    }

    /// The actor that was given; a name that is none costs no call.
    private func actor(noting door: HookDoor) -> Actor? {
        guard let by else { return nil }
        do throws(StoreError) {
            return try Actor(by)
        } catch {
            door.spool.note(error.message)
            return nil
        }
    }
}

extension HookTaking {
    /// Reads the words of a command line as the settings of programs have it, which is run at each
    /// of their steps: to read them as every other command is read takes as long as all the rest.
    ///
    /// - Parameter words: What comes after the name of the program.
    /// - Returns: Nil for words that have to be read as every other command.
    init?(
        _ words: some Sequence<String>, environment: @autoclosure () -> [String: String]
    ) {
        var words = Array(words)[...]
        guard words.popFirst() == "hook", let name = words.popFirst(),
            let tool = HookTool.allCases.first(where: { $0.rawValue == name })
        else { return nil }
        var options: [String: String] = [:]
        while let option = words.popFirst() {
            guard ["--store", "--by", "--files"].contains(option), options[option] == nil,
                let value = words.popFirst(), !value.isEmpty, !value.hasPrefix("-"),
                // Perhaps bytes that are no text, which are refused elsewhere.
                !value.unicodeScalars.contains("\u{FFFD}")
            else { return nil }
            options[option] = value
        }
        let usual = environment()["ANNALS_STORE"] ?? GlobalOptions.usualPath
        self.init(
            tool: tool, path: options["--store"] ?? usual, by: options["--by"],
            files: options["--files"])
        guard !path.isEmpty else { return nil }
    }
}
