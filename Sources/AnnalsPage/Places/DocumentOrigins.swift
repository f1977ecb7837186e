import Annals
import AnnalsModel

/// What a document has to do with captured files: those that it was made of, or, for a file, the
/// documents that were made of it.
struct DocumentOrigins: Sendable {
    /// Documents that are named.
    private static let namedMax = 20

    private let isFile: Bool
    /// The other side, the newest first.
    private let streams: [StreamName]

    /// Looks at the last events of a document, some tens: an import notes which change of a file
    /// each of its changes came of.
    init(of stream: StreamName, in store: Store, in frame: PageFrame) throws {
        isFile = stream.category == StreamName.fileCategory
        guard frame.visitor.reaches(StreamName.fileCategory) else {
            streams = []
            return
        }
        let query = EventQuery(stream: stream, through: frame.at, isReversed: true)
        let last = try store.lightEvents(query, bodyBytesMax: 0).nextStep() ?? []
        var streams: [StreamName] = []
        for event in last.map(\.event) where streams.count < Self.namedMax {
            let others =
                isFile
                ? try store.consequences(of: event.position)
                : event.causation.map { [$0] } ?? []
            for position in others.prefix(Self.namedMax) where position <= frame.at {
                let other = try store.lightEvent(at: position, bodyBytesMax: 0).event.stream
                guard (other.category == StreamName.fileCategory) != isFile, !other.isOwn,
                    frame.visitor.reaches(other.category), !streams.contains(other)
                else { continue }
                streams.append(other)
            }
        }
        self.streams = Array(streams.prefix(Self.namedMax))
    }

    /// Writes the ways there.
    func write(to html: inout HTML, in frame: PageFrame) {
        guard !streams.isEmpty else { return }
        html.element("p", .style("origins")) { html in
            html.text(isFile ? "What it says became " : "It was read from ")
            for (index, stream) in streams.enumerated() {
                if index > 0 { html.text(", ") }
                html.stream(stream, in: frame)
            }
            html.text(".")
        }
    }
}
