import Foundation

/// A command that `/bin/sh` runs in a process of its own.
enum ChildShell {
    /// Starts one, which ignores no signal that this program ignores.
    ///
    /// - Parameters:
    ///   - command: What the shell reads.
    ///   - parameters: `$0`, `$1` and so on.
    ///   - source: A descriptor of this process that the child has as another one.
    ///   - target: As which one.
    ///   - environment: The child's variables; nil for those of this process.
    /// - Returns: Its process id; nil with `errno` where it cannot be started.
    static func spawn(
        _ command: String, _ parameters: [String] = [], giving source: Int32, as target: Int32,
        environment: [String: String]? = nil
    ) -> pid_t? {
        var actions = posix_spawn_file_actions_t()
        var attributes = posix_spawnattr_t()
        posix_spawn_file_actions_init(&actions)
        posix_spawnattr_init(&attributes)
        defer {
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
        }
        posix_spawn_file_actions_adddup2(&actions, source, target)
        var signals = sigset_t()
        sigemptyset(&signals)
        for number in [SIGPIPE, SIGINT, SIGTERM] { sigaddset(&signals, number) }
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF))
        let words = copies(["sh", "-c", command] + parameters)
        let variables = copies((environment ?? [:]).map { "\($0.key)=\($0.value)" })
        defer { for text in words + variables { free(text) } }
        var child: pid_t = 0
        let number =
            environment == nil
            ? posix_spawn(&child, "/bin/sh", &actions, &attributes, words, environ)
            : posix_spawn(&child, "/bin/sh", &actions, &attributes, words, variables)
        guard number == 0 else {
            errno = number
            return nil
        }
        return child
    }

    /// As C has lists of texts: ended by a null pointer, and to be freed.
    private static func copies(_ texts: [String]) -> [UnsafeMutablePointer<CChar>?] {
        texts.map { strdup($0) } + [nil]
    }
}
