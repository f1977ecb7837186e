internal import CLZ4

/// Which LZ4 this process runs with.
package enum LZ4Version {
    /// The version, like `1.9.4`.
    package static var running: String { String(cString: LZ4_versionString()) }
}
