import ArgumentParser
import Foundation

/// The process of `hammer` that takes down what the workers were told: it is killed by nobody, so
/// what it was handed is there, whatever becomes of who handed it over.
struct HammerWitnessCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hammer-witness", abstract: "Take down receipts.", shouldDisplay: false)

    /// The line after which nothing comes.
    static let lastLine = "end\n"

    @Argument(help: "A named pipe that the receipts come through.")
    var pipe: String

    @Argument(help: "File that they are written to.")
    var file: String

    func run() throws {
        // Open for writing too: it does not end when the last worker is gone.
        let source = open(pipe, O_RDWR)
        let target = open(file, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        guard source >= 0, target >= 0 else {
            throw BenchFailure("Could not open \(pipe) and \(file).")
        }
        let last = Array(Self.lastLine.utf8)
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = read(source, &buffer, buffer.count)
            guard count > 0 else {
                if count < 0 && errno == EINTR { continue }
                throw BenchFailure("Could not read \(pipe).")
            }
            guard write(target, buffer, count) == count, fdatasync(target) == 0 else {
                throw BenchFailure("Could not write \(file).")
            }
            if buffer[..<count].suffix(last.count).elementsEqual(last) { return }
        }
    }
}
