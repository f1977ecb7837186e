import Annals
import AnnalsModel
import AnnalsServer
import Foundation
import Logging
import Synchronization

/// A store that this process serves on a port of loopback.
final class ServedStore {
    let store: Store
    let port: Int
    private let serving: Task<Void, any Error>

    /// Serves a store, and waits until it listens.
    init(_ store: Store) throws {
        self.store = store
        let listening = Listening()
        let options = ServerOptions(address: .loopback(port: 0), actor: try Actor("bench"))
        let server = AnnalsServer(
            store, options, logger: Logger(label: "bench") { _ in SwiftLogNoOpLogHandler() }
        ) { port in listening.end(port ?? 0) }
        serving = Task {
            defer { listening.end(0) }
            try await server.run()
        }
        port = listening.wait()
        guard port > 0 else { throw StoreError(.io, "the server does not listen") }
    }

    /// Ends it; the store stays open.
    func end() {
        serving.cancel()
    }
}

/// The port of a server, for a thread that waits for it.
private final class Listening: Sendable {
    private let port = Mutex<Int?>(nil)
    private let done = DispatchSemaphore(value: 0)

    func end(_ number: Int) {
        port.withLock { $0 = $0 ?? number }
        done.signal()
    }

    func wait() -> Int {
        done.wait()
        return port.withLock { $0 ?? 0 }
    }
}

/// A connection over which one request after the other is made.
final class HTTPLink {
    private let descriptor: Int32
    private var buffer: [UInt8] = []

    /// Connects to a port of loopback.
    init(port: Int) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                connect(descriptor, pointer, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard result == 0 else { throw StoreError(.io, "cannot connect to port \(port)") }
        var one: Int32 = 1
        setsockopt(
            descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &one,
            socklen_t(MemoryLayout<Int32>.size))
    }

    deinit { close(descriptor) }

    /// Makes a request and waits for the whole answer, which says how long it is.
    ///
    /// - Throws: `io` for any answer but a success.
    func ask(_ method: String, _ path: String, body: String = "") throws {
        var request = "\(method) \(path) HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        if !body.isEmpty {
            request += "Content-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n"
        }
        request += "\r\n\(body)"
        let bytes = Array(request.utf8)
        guard send(descriptor, bytes, bytes.count, 0) == bytes.count else {
            throw StoreError(.io, "the server takes no request")
        }
        while true {
            if let end = head(), buffer.count >= end { return buffer.removeFirst(end) }
            var piece = [UInt8](repeating: 0, count: 65_536)
            let count = recv(descriptor, &piece, piece.count, 0)
            guard count > 0 else { throw StoreError(.io, "the server ended the connection") }
            buffer += piece[..<count]
        }
    }

    /// Where the answer ends; nil where its head is not there yet.
    private func head() -> Int? {
        let text = String(decoding: buffer.prefix(4_096), as: UTF8.self)
        guard let head = text.firstRange(of: "\r\n\r\n"),
            let length = text.lowercased().firstMatch(of: /content-length: (\d+)/)
        else { return nil }
        let bytes = text[..<head.upperBound].utf8.count
        return bytes + (Int(length.output.1) ?? 0)
    }
}
