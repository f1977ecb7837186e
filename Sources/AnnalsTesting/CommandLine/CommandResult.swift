/// What came of running a program to its end.
package struct CommandResult: Sendable {
    /// The exit code, or 128 plus the signal that ended it.
    package let status: Int32
    /// What it wrote to its standard output.
    package let outputBytes: [UInt8]
    /// What it wrote to its standard error.
    package let errorBytes: [UInt8]

    /// The standard output as text.
    package var output: String {
        String(decoding: outputBytes, as: UTF8.self)
    }

    /// The standard error as text.
    package var error: String {
        String(decoding: errorBytes, as: UTF8.self)
    }
}
