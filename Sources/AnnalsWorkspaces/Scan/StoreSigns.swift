import AnnalsLog
import AnnalsModel

/// What tells the files of stores from other files, whoever made them and whatever their names.
///
/// A store that lies in a workspace, such as a backup, is no part of what the workspace says, and
/// to capture it would double the store each time.
enum StoreSigns {
    /// Bytes at the beginning of a file that tell a store.
    /// https://www.sqlite.org/fileformat2.html#the_database_header
    static let headerBytes = 100
    private static let magic = Array("SQLite format 3\0".utf8)
    private static let applicationOffset = 68

    /// Whether a file begins like a store, of whatever version of the format.
    static func isStore(_ header: [UInt8]) -> Bool {
        guard header.count >= headerBytes, header.starts(with: magic) else { return false }
        let bytes = header[applicationOffset..<applicationOffset + 4]
        return bytes.reduce(0) { $0 << 8 | Int64($1) } == Format.applicationID
    }

    /// Whether a file may be a store of which the first page is not written yet.
    static func isUnbegun(_ header: [UInt8]) -> Bool { header.allSatisfy { $0 == 0 } }

    /// Whether a name is that of a store in the making, such as a backup: `PATH.new-` and sixteen
    /// hexadecimal digits.
    static func isDraft(_ name: [UInt8]) -> Bool {
        let mark = Array(StoreDraft.mark.utf8)
        let digits = name.suffix(StoreDraft.randomDigits)
        return name.count > mark.count + StoreDraft.randomDigits
            && digits.allSatisfy { Character(UnicodeScalar($0)).isHexDigit }
            && name.dropLast(StoreDraft.randomDigits).suffix(mark.count).elementsEqual(mark)
    }

    /// The names of the stores that a file with a name would belong to, if they are stores.
    static func owners(of name: [UInt8]) -> [[UInt8]] {
        guard name.contains(UInt8(ascii: "-")) else { return [] }
        var owners = sideSuffixes.filter { suffix in
            name.count > suffix.count && name.suffix(suffix.count).elementsEqual(suffix)
        }.map { Array(name.dropLast($0.count)) }
        if let index = name.indices.dropFirst().first(where: { name[$0...].starts(with: rebuild) })
        {
            owners.append(Array(name[..<index]))
        }
        return owners
    }

    private static let sideSuffixes = StorePath.sideSuffixes.map { Array($0.utf8) }
    /// Behind it stands the projection that is rebuilt.
    private static let rebuild = Array("-rebuild-".utf8)
}
