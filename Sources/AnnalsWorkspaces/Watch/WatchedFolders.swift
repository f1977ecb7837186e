/// Which folders are watched, and where they are.
struct WatchedFolders {
    private var paths: [Int32: [UInt8]] = [:]
    private var numbers: [[UInt8]: Int32] = [:]

    /// Number of watched folders.
    var count: Int { paths.count }

    /// Where the folder of a watch is; empty for the workspace's own.
    func path(of number: Int32) -> [UInt8]? { paths[number] }

    /// Whether the folder at a path is watched.
    func contains(_ path: [UInt8]) -> Bool { numbers[path] != nil }

    /// Notes the watch of a folder; one that was known elsewhere has moved.
    ///
    /// - Returns: The watch of another folder that was at this path and is there no more.
    mutating func add(_ path: [UInt8], _ number: Int32) -> Int32? {
        if let old = paths[number], old != path { numbers[old] = nil }
        let replaced = numbers[path]
        paths[number] = path
        numbers[path] = number
        guard let replaced, replaced != number else { return nil }
        paths[replaced] = nil
        return replaced
    }

    /// Forgets a watch.
    mutating func remove(_ number: Int32) {
        guard let path = paths.removeValue(forKey: number) else { return }
        if numbers[path] == number { numbers[path] = nil }
    }

    /// Forgets the folder at a path.
    ///
    /// - Returns: Its watch.
    mutating func remove(_ path: [UInt8]) -> Int32? {
        guard let number = numbers.removeValue(forKey: path) else { return nil }
        paths[number] = nil
        return number
    }

    /// The folders at and below a path.
    func paths(atOrBelow path: [UInt8]) -> [[UInt8]] {
        numbers.keys.filter { $0.isPath(atOrBelow: path) }
    }
}

extension [UInt8] {
    /// Whether a path is another one or leads below it; everything is below the empty one.
    func isPath(atOrBelow path: [UInt8]) -> Bool {
        guard !path.isEmpty, count > path.count else { return path.isEmpty || self == path }
        return self[path.count] == UInt8(ascii: "/") && starts(with: path)
    }

    /// The path of an entry in a folder.
    func appending(name: [UInt8]) -> [UInt8] {
        isEmpty ? name : self + [UInt8(ascii: "/")] + name
    }
}
