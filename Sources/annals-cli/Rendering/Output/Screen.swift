import Foundation

/// What the place where text arrives can show.
struct Screen: Sendable, Equatable {
    /// Whether it is a terminal, which control characters would steer.
    var isTerminal: Bool
    /// Columns of the terminal; nil where nothing is cut.
    var columns: Int?
    /// Whether text may be coloured.
    var isColored: Bool

    /// A file or another program.
    static let plain = Screen(isTerminal: false, columns: nil, isColored: false)

    /// Looks at an open descriptor and at `NO_COLOR`, `TERM` and `COLUMNS`.
    static func of(
        descriptor: Int32,
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) -> Screen {
        guard isatty(descriptor) == 1 else {
            return .plain
        }
        var size = winsize()
        let isKnown = ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
        return Screen(
            isTerminal: true,
            columns: isKnown ? Int(size.ws_col) : environment["COLUMNS"].flatMap(Int.init) ?? 80,
            isColored: allowsColor(environment))
    }

    /// https://no-color.org: any value but the empty one forbids colour.
    static func allowsColor(_ environment: [String: String]) -> Bool {
        (environment["NO_COLOR"] ?? "").isEmpty && environment["TERM"] != "dumb"
    }
}
