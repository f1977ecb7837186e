import Foundation

/// What this process has taken up to now.
struct ProcessUse {
    /// Most bytes that were resident at a time.
    ///
    /// `VmHWM`, and not `ru_maxrss` of `getrusage`: that begins with what the parent had.
    /// https://man7.org/linux/man-pages/man5/proc_pid_status.5.html
    let peakBytes: Int64
    /// Bytes handed to calls that write.
    /// https://man7.org/linux/man-pages/man5/proc_pid_io.5.html
    let writtenBytes: Int64

    init() throws {
        peakBytes = try Self.number(after: "VmHWM:", in: "/proc/self/status") * 1024
        writtenBytes = try Self.number(after: "wchar:", in: "/proc/self/io")
    }

    private static func number(after name: String, in path: String) throws -> Int64 {
        let text = try String(contentsOfFile: path, encoding: .utf8)
        let line = text.split(separator: "\n").first { $0.hasPrefix(name) }
        let word = line?.dropFirst(name.count).split(whereSeparator: \.isWhitespace).first
        guard let number = word.flatMap({ Int64($0) }) else {
            throw BenchFailure("\(path) has no \(name)")
        }
        return number
    }
}
