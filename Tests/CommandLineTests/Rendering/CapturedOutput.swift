import AnnalsModel

@testable import annals

/// An output that keeps what it is given, for tests to look at.
final class CapturedOutput {
    private let bytes = Bytes()
    let output: Output

    private final class Bytes {
        var pieces: [[UInt8]] = []
    }

    init(screen: Screen = .plain) {
        output = Output(screen: screen) { [bytes] piece, _ in
            bytes.pieces.append(Array(piece))
            return piece.count
        }
    }

    /// What has arrived; what is not flushed has not.
    var text: String {
        String(decoding: bytes.pieces.joined(), as: UTF8.self)
    }

    /// How often bytes were handed on.
    var writes: Int {
        bytes.pieces.count
    }
}

extension Screen {
    /// A terminal without colour.
    static func terminal(columns: Int) -> Screen {
        Screen(isTerminal: true, columns: columns, isColored: false)
    }
}

/// What rows look like in a format.
func rendered(
    _ format: OutputFormat, columns: [Column], rows: [[JSONValue]], screen: Screen = .plain,
    choosing choice: String? = nil
) throws -> String {
    let captured = CapturedOutput(screen: screen)
    let writer = try Renderer(
        format: format, output: captured.output,
        choice: choice.flatMap { ColumnChoice(argument: $0) }
    ).rows(columns)
    for row in rows {
        try writer.write(row)
    }
    try writer.finish()
    return captured.text
}

/// What a single object looks like in a format.
func rendered(
    _ format: OutputFormat, object: JSONObject, screen: Screen = .plain,
    choosing choice: String? = nil
) throws -> String {
    let captured = CapturedOutput(screen: screen)
    try Renderer(
        format: format, output: captured.output,
        choice: choice.flatMap { ColumnChoice(argument: $0) }
    ).object(object)
    return captured.text
}
