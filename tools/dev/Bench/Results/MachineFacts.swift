import Foundation
import GRDBSQLite

/// Where and with what a run was made.
struct MachineFacts: Codable, Equatable, Sendable {
    /// Day of the run, UTC.
    var date: String
    /// Name of the processor.
    var processor: String
    var cores: Int
    var memoryBytes: Int64
    /// Name and version of the system.
    var system: String
    var kernel: String
    var swift: String
    var sqlite: String
    /// `release` or `debug`.
    var build: String
    /// Processes that wanted to run, on average over a minute, when the run began.
    var loadBefore: Double
    /// The same when it ended; the bench itself is one of them or more.
    var loadAfter: Double?
    /// Programs that were measured beside, with their versions.
    var peers: [String] = []

    /// Looks at this machine now.
    static func current() -> MachineFacts {
        let day = Date.now.formatted(.iso8601.year().month().day())
        #if DEBUG
            let build = "debug"
        #else
            let build = "release"
        #endif
        var names = utsname()
        uname(&names)
        let kernel = withUnsafeBytes(of: names.release) { bytes in
            String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        }
        return MachineFacts(
            date: day,
            processor: value(of: "model name", in: "/proc/cpuinfo", after: ":") ?? "unknown",
            cores: ProcessInfo.processInfo.activeProcessorCount,
            memoryBytes: Int64(ProcessInfo.processInfo.physicalMemory),
            system: value(of: "PRETTY_NAME", in: "/etc/os-release", after: "=") ?? "unknown",
            kernel: kernel, swift: compiler, sqlite: String(cString: sqlite3_libversion()),
            build: build, loadBefore: load())
    }

    /// Processes that want to run, on average over the last minute.
    static func load() -> Double {
        var loads = [0.0]
        return getloadavg(&loads, 1) == 1 ? loads[0] : 0
    }

    /// The value of a line `NAME: VALUE` of a file.
    private static func value(
        of name: String, in path: String, after separator: Character
    ) -> String? {
        let text = try? String(contentsOfFile: path, encoding: .utf8)
        let line = text?.split(separator: "\n").first { $0.hasPrefix(name) }
        return line?.split(separator: separator, maxSplits: 1).last?
            .trimmingCharacters(in: CharacterSet(charactersIn: " \t\""))
    }

    /// Version of the compiler that built this.
    private static var compiler: String {
        #if compiler(>=6.4)
            "6.4 or later"
        #elseif compiler(>=6.3)
            "6.3"
        #else
            "6.2"
        #endif
    }
}
