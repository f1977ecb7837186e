import Foundation

// Reading and writing whole files by their descriptors.

extension System {
    /// Writes all bytes to an open file; false with `errno` set if the system refuses.
    package static func write(_ bytes: [UInt8], to file: Int32) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Foundation.write(file, $0.baseAddress, $0.count) }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }

    /// Reads an open file to its end, or somewhat further than a limit; nil with `errno` set if the
    /// system refuses.
    ///
    /// - Parameter size: Bytes that are likely to come.
    package static func read(
        _ file: Int32, upTo bytesMax: Int, expecting size: Int = 1 << 16
    ) -> [UInt8]? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(size + 1)
        var piece = [UInt8](repeating: 0, count: min(max(size + 1, 4_096), 1 << 20))
        while bytes.count <= bytesMax {
            let count = piece.withUnsafeMutableBytes {
                Foundation.read(file, $0.baseAddress, $0.count)
            }
            if count == 0 { return bytes }
            if count < 0 {
                if errno == EINTR { continue }
                return nil
            }
            bytes.append(contentsOf: piece[..<count])
        }
        return bytes
    }
}
