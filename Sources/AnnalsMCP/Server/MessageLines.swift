/// Cuts what comes over a stream into lines, of which none takes more memory than it may.
public struct MessageLines {
    /// A line, or that one was too long.
    public enum Piece: Sendable, Equatable {
        /// A line without its end.
        case line([UInt8])
        /// A line of more bytes than are taken; what is left of it is passed over.
        case tooLong
    }

    private let bytesMax: Int
    private var line: [UInt8] = []
    private var isPassedOver = false

    /// Begins at the start of a line.
    ///
    /// - Parameter bytesMax: Bytes of a line at most.
    public init(bytesMax: Int) {
        self.bytesMax = bytesMax
    }

    /// Takes what came.
    ///
    /// - Returns: The lines that end in it.
    public mutating func take(_ bytes: UnsafeRawBufferPointer) -> [Piece] {
        var pieces: [Piece] = []
        var rest = bytes[...]
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            add(rest[rest.startIndex..<end], to: &pieces)
            if !isPassedOver { pieces.append(.line(line)) }
            isPassedOver = false
            line = []
            rest = rest[(end + 1)...]
        }
        add(rest, to: &pieces)
        return pieces
    }

    /// What is left where the stream ends without the end of a line.
    public mutating func finish() -> [UInt8]? {
        defer { line = [] }
        return line.isEmpty ? nil : line
    }

    private mutating func add(_ bytes: Slice<UnsafeRawBufferPointer>, to pieces: inout [Piece]) {
        guard !isPassedOver else { return }
        guard line.count + bytes.count <= bytesMax else {
            isPassedOver = true
            line = []
            pieces.append(.tooLong)
            return
        }
        line.append(contentsOf: bytes)
    }
}
