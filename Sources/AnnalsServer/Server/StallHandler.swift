import NIOCore
import NIOHTTPTypes

/// Ends connections whose client keeps the server waiting: one that begins a request and sends no
/// more of it, or takes no more of its answer.
///
/// It looks at what passes, and holds nothing; a time is set only while something is waited for.
final class StallHandler: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private let limits: ServerLimits
    private var reading: Scheduled<Void>?
    private var writing: Scheduled<Void>?
    /// Whether the head of a request has come, and its end has not.
    private var isInBody = false

    init(_ limits: ServerLimits) {
        self.limits = limits
    }

    func handlerAdded(context: ChannelHandlerContext) {
        if context.channel.isActive { awaitHead(context) }
    }

    func handlerRemoved(context: ChannelHandlerContext) { forget() }

    func channelActive(context: ChannelHandlerContext) {
        awaitHead(context)
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        forget()
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        reading?.cancel()
        reading = nil
        switch unwrapInboundIn(data) {
        case .head: isInBody = true
        case .body: break
        case .end: isInBody = false
        }
        context.fireChannelRead(data)
    }

    func read(context: ChannelHandlerContext) {
        // Only what the server asks for can be late: a body that nobody reads yet is not.
        if isInBody, reading == nil { reading = close(context, in: limits.bodySeconds) }
        context.read()
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        writing?.cancel()
        writing = context.channel.isWritable ? nil : close(context, in: limits.writeSeconds)
        context.fireChannelWritabilityChanged()
    }

    private func awaitHead(_ context: ChannelHandlerContext) {
        guard reading == nil else { return }
        reading = close(context, in: limits.headSeconds)
    }

    private func close(_ context: ChannelHandlerContext, in seconds: Double) -> Scheduled<Void> {
        context.eventLoop.assumeIsolated().scheduleTask(
            in: .milliseconds(Int64(seconds * 1_000))
        ) { context.close(promise: nil) }
    }

    private func forget() {
        reading?.cancel()
        writing?.cancel()
        reading = nil
        writing = nil
    }
}
