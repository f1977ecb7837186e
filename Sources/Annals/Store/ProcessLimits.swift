import Foundation

/// What the system lets this process have.
package enum ProcessLimits {
    /// Lets it have as many open files as it may: a server holds one for each connection.
    package static func allowOpenFiles() {
        var limit = rlimit()
        guard getrlimit(files, &limit) == 0, limit.rlim_cur < limit.rlim_max else { return }
        limit.rlim_cur = limit.rlim_max
        _ = setrlimit(files, &limit)
    }

    #if canImport(Darwin)
        private static let files = RLIMIT_NOFILE
    #else
        private static let files = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
    #endif
}
