import AnnalsModel
import Foundation

extension ExaminedStore {
    /// Calls of agents' hooks that wait for the store, and what went wrong with others.
    func hooks() -> [ExaminedCheck] {
        let folder = file + StorePath.spoolSuffix
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
            return []
        }
        let shown = (name + StorePath.spoolSuffix)
        let waiting = names.count { $0.hasSuffix(".json") && !$0.hasPrefix(".") }
        let refused = names.count { $0.hasSuffix(".refused") }
        if waiting > 0 {
            let calls = waiting == 1 ? "1 call waits" : "\(waiting) calls wait"
            return [
                ExaminedCheck(
                    "hooks", .note, "\(calls) in \(shown) for the store", remedy: .drainHooks)
            ]
        }
        guard refused > 0 || names.contains("trouble.log") else {
            return [ExaminedCheck("hooks", .ok, "no call waits")]
        }
        let calls = refused == 1 ? "1 call is" : "\(refused) calls are"
        return [
            ExaminedCheck(
                "hooks", .note,
                refused > 0 ? "\(calls) put aside in \(shown)" : "something went wrong with hooks",
                remedy: .words(
                    "See \(shown)/trouble.log, and remove it with what nobody needs any more."))
        ]
    }
}
