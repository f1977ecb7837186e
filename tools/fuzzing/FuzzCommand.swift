import AnnalsTesting
import Foundation

/// Runs libFuzzer on one target, whose name is in `ANNALS_FUZZ_TARGET`; built by `tools/fuzz`.
///
/// The arguments are libFuzzer's own: https://llvm.org/docs/LibFuzzer.html. With
/// `ANNALS_FUZZ_SAMPLES` it only writes the target's samples into that folder.
@main
enum FuzzCommand {
    private static let target = ProcessInfo.processInfo.environment["ANNALS_FUZZ_TARGET"]
        .flatMap(FuzzTargets.named)

    static func main() throws {
        guard let target else {
            let names = FuzzTargets.all.map { $0.name }.joined(separator: ", ")
            fail("ANNALS_FUZZ_TARGET names no target: give one of \(names)", code: 64)
        }
        if let folder = ProcessInfo.processInfo.environment["ANNALS_FUZZ_SAMPLES"] {
            for (number, sample) in try target.samples().enumerated() {
                try Data(sample).write(to: URL(filePath: "\(folder)/sample-\(number)"))
            }
            return
        }
        var count = CommandLine.argc
        var arguments = CommandLine.unsafeArgv
        exit(
            runLibFuzzer(&count, &arguments) { start, count in
                FuzzCommand.run(Array(UnsafeBufferPointer(start: start, count: count)))
                return 0
            })
    }

    /// Ends the process as a crash does, so that libFuzzer keeps the input.
    private static func run(_ bytes: [UInt8]) {
        do {
            try target?.run(bytes)
        } catch {
            try? FileHandle.standardError.write(contentsOf: Data("Broken: \(error)\n".utf8))
            abort()
        }
    }

    private static func fail(_ message: String, code: Int32) -> Never {
        try? FileHandle.standardError.write(contentsOf: Data((message + "\n").utf8))
        exit(code)
    }
}

/// libFuzzer's `main`, for programs that have one of their own.
@_silgen_name("LLVMFuzzerRunDriver")
private func runLibFuzzer(
    _ count: UnsafeMutablePointer<CInt>,
    _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
    _ run: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt
