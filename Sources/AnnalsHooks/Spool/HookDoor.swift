package import Annals
import AnnalsLog
package import AnnalsModel

/// What became of a call of a hook.
package enum HookKeeping: Sendable {
    /// It is stored.
    case stored
    /// It is durable in the spool, and is stored once it can be, or was refused for good there.
    case waits
    /// Neither store nor spool took it: it is in the user's own log of hooks at best.
    case elsewhere
}

/// Where calls of hooks come in: into the store if it takes them, and else into its spool.
package struct HookDoor: Sendable {
    /// Path of the store.
    package let path: String
    /// Where calls wait.
    package let spool: HookSpool
    /// Seconds that a call waits for others who write into the store.
    package var deadline = Limits.hookDeadlineSeconds
    /// Called once a call is written down: from then on this process may end at any moment.
    package var whenKept: @Sendable () -> Void = {}

    /// Microseconds that a call has waited from which others store it too; before, who wrote it is
    /// likely about to.
    private static let ownMicroseconds: Int64 = 2_000_000

    /// The door of a store, be it there or not.
    package init(ofStore path: String) {
        self.path = path
        spool = HookSpool(ofStore: path)
    }

    /// What a hook was given on a descriptor; nothing where it cannot be read.
    package static func input(from descriptor: Int32) -> [UInt8] {
        System.read(descriptor, upTo: Limits.hookInputBytesMax) ?? []
    }

    /// Takes a call, and stores some of those that wait as well; whatever happens, it is kept
    /// somewhere.
    ///
    /// - Parameter store: The store, where it is open.
    /// - Returns: Where it is kept.
    @discardableResult
    package func take(_ call: HookCall, into store: Store? = nil) -> HookKeeping {
        var name: String?
        var trouble: StoreError?
        do throws(StoreError) {
            name = try spool.add(call)
            whenKept()
        } catch {
            trouble = error
        }
        do throws(StoreError) {
            let opened = try open(store)
            defer { if store == nil { opened.close() } }
            let recorder = HookRecorder(opened, deadline: deadline)
            let now = Timestamp.now.microseconds
            let old = spool.waiting(until: Timestamp(microseconds: now - Self.ownMicroseconds))
            try storeWaiting(old.prefix(Limits.hookWaitingCallsMax), recorder)
            let done = try recorder.record([call])
            guard let refusal = done.refused.first else {
                if let name { spool.remove(name) }
                return .stored
            }
            if let name {
                spool.refuse(name, because: refusal.error)
            } else {
                spool.keepElsewhere(call, because: refusal.error)
            }
        } catch {
            if let name {
                spool.keep(name)
                // Others who write are no trouble: the next call takes this one along.
                if error.code != .busy { spool.note("a call waits: \(error.message)") }
            } else {
                spool.keepElsewhere(call, because: trouble ?? error)
            }
        }
        return name == nil ? .elsewhere : .waits
    }

    /// Notes what came to a hook and is none of its calls.
    ///
    /// - Parameter bytes: What came; its beginning is noted, without what looks like a secret.
    package func refuse(_ bytes: [UInt8], of tool: HookTool, because error: StoreError) {
        let beginning = String(decoding: bytes.prefix(1_000), as: UTF8.self)
        let text = HookCall.redacted(["text": .string(beginning)]).0["text"]?.asString ?? ""
        spool.note("\(tool.rawValue): \(error.message): \(text.quotedForMessage)")
    }

    /// Stores the calls that wait.
    ///
    /// - Parameters:
    ///   - store: The store, where it is open.
    ///   - seconds: How long to wait for others who write into it.
    /// - Throws: What opening the store throws, and `busy`; what is stored until then stays.
    package func drain(
        into store: Store? = nil, deadline seconds: Double = Limits.appendDeadlineSeconds
    ) throws(StoreError) -> HookDrain {
        var names = spool.waiting()[...]
        var drain = HookDrain()
        if !names.isEmpty {
            let opened = try open(store)
            defer { if store == nil { opened.close() } }
            let recorder = HookRecorder(opened, deadline: seconds)
            while !names.isEmpty {
                let part = names.prefix(Limits.hookWaitingCallsMax)
                names = names.dropFirst(part.count)
                let done = try storeWaiting(part, recorder)
                drain.stored += Int64(done.stored)
                drain.known += Int64(done.taken - done.stored)
            }
        }
        drain.refused = Int64(spool.counts().refused)
        return drain
    }

    private func open(_ store: Store?) throws(StoreError) -> Store {
        if let store { return store }
        return try Store(opening: path)
    }

    @discardableResult
    private func storeWaiting(
        _ names: some Sequence<String>, _ recorder: HookRecorder
    ) throws(StoreError) -> (taken: Int, stored: Int) {
        var calls: [HookCall] = []
        var read: [String] = []
        for name in names {
            do throws(StoreError) {
                guard let call = try spool.call(name) else { continue }
                calls.append(call)
                read.append(name)
            } catch {
                spool.refuse(name, because: error)
            }
        }
        guard !calls.isEmpty else { return (0, 0) }
        let done = try recorder.record(calls)
        for refusal in done.refused { spool.refuse(read[refusal.index], because: refusal.error) }
        let refused = Set(done.refused.map(\.index))
        for (index, name) in read.enumerated() where !refused.contains(index) { spool.remove(name) }
        return (read.count - refused.count, done.stored)
    }
}
