package import Foundation

/// A new empty directory that goes away with its last reference.
package final class TemporaryDirectory: Sendable {
    /// Where it is.
    package let url: URL
    private let stores: UsedStores?

    /// Makes the directory in this process's own folder for such, which goes with the process.
    package init() throws {
        url = try TemporaryRoot.newPath()
        stores = UsedStores.ofThisTest()
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        stores?.add(self)
    }

    deinit {
        stores?.inspect(path)
        TemporaryRoot.remove(url)
    }

    /// Its path, without a slash at the end.
    package var path: String {
        url.path(percentEncoded: false).trimmingSuffix("/")
    }

    /// The path of something in it.
    package func path(_ name: String) -> String {
        "\(path)/\(name)"
    }

    /// Writes a text file, with the folders it needs, and returns its path.
    @discardableResult
    package func write(_ text: String, to name: String) throws -> String {
        try write(Array(text.utf8), to: name)
    }

    /// Writes a file, with the folders it needs, and returns its path.
    @discardableResult
    package func write(_ bytes: [UInt8], to name: String) throws -> String {
        let file = URL(filePath: path(name))
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: file)
        return path(name)
    }

    /// The bytes of a file in it.
    package func read(_ name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(filePath: path(name))))
    }
}

extension String {
    fileprivate func trimmingSuffix(_ suffix: String) -> String {
        hasSuffix(suffix) ? String(dropLast(suffix.count)) : self
    }
}
