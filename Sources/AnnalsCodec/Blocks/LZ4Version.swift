internal import CLZ4

/// The library that compresses blocks.
package enum LZ4Version {
    /// Of the one that is loaded, such as `1.9.4`.
    package static var running: String { String(cString: LZ4_versionString()) }
}
