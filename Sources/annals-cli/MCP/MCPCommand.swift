import Annals
import AnnalsMCP
import ArgumentParser
import Foundation

/// `annals mcp`.
struct MCPCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mcp",
        abstract: "Give the store to an agent, over standard input and output.",
        discussion: """
            It speaks the Model Context Protocol, a JSON message a line, until its input ends. \
            Agents can read and query; they can append and roll back only where --allow says so, \
            and everything they do is by the actor that is given here.
            """)

    @Option(
        help: ArgumentHelp(
            "What else the agent may do: append, rollback, or both with a comma.",
            valueName: "rights"))
    var allow: AllowedTools?

    @OptionGroup var actor: ActorOptions
    @OptionGroup var options: GlobalOptions

    func run() throws {
        let allowed = allow ?? AllowedTools()
        let store = try allowed.isNone ? options.openToRead() : options.openToWrite()
        defer { store.close() }
        let server = MCPServer(store)
        let access = ToolAccess(
            actor: try actor.actor(), mayAppend: allowed.mayAppend,
            mayRollback: allowed.mayRollback)
        let conversation = MCPConversation(server, for: access) { line in
            Self.write(line)
        }
        var lines = MessageLines(bytesMax: server.limits.messageBytes)
        try Self.readInput { bytes in
            for piece in lines.take(bytes) {
                switch piece {
                case .line(let line): conversation.receive(line)
                case .tooLong: conversation.refuseLongLine()
                }
            }
        }
        if let line = lines.finish() { conversation.receive(line) }
        try AwaitedWork.wait { await conversation.finish() }
    }

    /// Bytes that are read at once.
    private static let readBytes = 64 << 10

    private static func readInput(_ body: (UnsafeRawBufferPointer) -> Void) throws(StoreError) {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: readBytes, alignment: 8)
        defer { buffer.deallocate() }
        while true {
            let count = read(STDIN_FILENO, buffer.baseAddress, buffer.count)
            if count == 0 { return }
            guard count > 0 else {
                if errno == EINTR { continue }
                throw StoreError(
                    .io, "cannot read standard input: \(String(cString: strerror(errno)))")
            }
            body(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
        }
    }

    /// Writes a message; where nobody reads any more there is nobody to tell.
    private static func write(_ line: [UInt8]) {
        line.withUnsafeBytes { bytes in
            var rest = bytes[...]
            while !rest.isEmpty {
                let part = UnsafeRawBufferPointer(rebasing: rest)
                let count = Foundation.write(STDOUT_FILENO, part.baseAddress, part.count)
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { return }
                rest = rest.dropFirst(count)
            }
        }
    }
}

/// What an agent may do besides reading.
struct AllowedTools: ExpressibleByArgument {
    var mayAppend = false
    var mayRollback = false

    /// Whether it may only read.
    var isNone: Bool { !mayAppend && !mayRollback }

    init() {}

    init?(argument: String) {
        for word in argument.split(separator: ",", omittingEmptySubsequences: false) {
            switch word {
            case "append": mayAppend = true
            case "rollback": mayRollback = true
            default: return nil
            }
        }
    }
}
