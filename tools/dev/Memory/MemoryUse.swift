import Foundation
import GRDBSQLite

/// What a process has of memory at a moment, without the pages of files that SQLite keeps: they
/// have a bound of their own, and a larger store fills it.
struct MemoryUse {
    /// Bytes that are resident. https://man7.org/linux/man-pages/man5/proc_pid_statm.5.html
    let process: Int64
    /// Bytes that SQLite has taken for statements, connections and the like.
    let sqlite: Int64
    /// Bytes of pages. https://www.sqlite.org/c3ref/c_status_malloc_count.html
    let pages: Int64

    /// Looks now.
    init() {
        var (current, highest): (sqlite3_int64, sqlite3_int64) = (0, 0)
        sqlite3_status64(SQLITE_STATUS_PAGECACHE_OVERFLOW, &current, &highest, 0)
        pages = current
        sqlite = sqlite3_memory_used() - pages
        let words = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8))?
            .split(separator: " ")
        let resident = words.flatMap { $0.count > 1 ? Int64($0[1]) : nil } ?? 0
        process = resident * Int64(sysconf(Int32(_SC_PAGESIZE))) - pages
    }
}
