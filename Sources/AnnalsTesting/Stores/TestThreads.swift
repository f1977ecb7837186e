import Dispatch
import Foundation
import Synchronization

/// The threads on which tests run, apart from the few on which all other tasks do: a test that
/// waits, for a disk, a lock or a command, or that computes for a minute, keeps no server, and no
/// task of another test, from going on.
final class TestThreads: TaskExecutor {
    /// Those of the process.
    static let shared = TestThreads(count: 32)

    private let jobs = Mutex<[UnownedJob]>([])
    private let waiting = DispatchSemaphore(value: 0)

    /// - Parameter count: The number of threads, which stay: more than all tests that run at once
    ///   keep waiting.
    private init(count: Int) {
        for _ in 0..<count {
            let thread = Thread { self.run() }
            // As large as the first thread's: what is tested may run on any.
            thread.stackSize = 8 << 20
            thread.start()
        }
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        jobs.withLock { $0.append(job) }
        waiting.signal()
    }

    private func run() {
        while true {
            waiting.wait()
            let job = jobs.withLock { $0.removeFirst() }
            job.runSynchronously(on: asUnownedTaskExecutor())
        }
    }
}
