package import AnnalsModel
import Foundation

extension WorkspaceFolder {
    /// Why an entry is not captured, whatever its folders are; nil if it is.
    ///
    /// - Parameter parent: The open folder that it lies in.
    func exclusion(
        of path: [UInt8], _ name: [UInt8], _ status: FileStatus,
        in parent: (descriptor: Int32, status: FileStatus)
    ) -> Exclusion? {
        if let never = exclusion(ofName: name) { return never }
        if isHeldStore(name, status, in: parent.status) { return Exclusion(reason: .store) }
        return exclusions.exclusion(
            of: path, isFolder: status.kind == .folder, open: open,
            isBeside: { Self.hasFile($0, in: parent.descriptor) })
    }

    /// Whether an entry is not captured by its path alone, whatever it is.
    func leavesOut(_ path: [UInt8], _ name: [UInt8], isFolder: Bool) -> Bool {
        if exclusion(ofName: name) != nil { return true }
        let exclusion = exclusions.exclusion(
            of: path, isFolder: isFolder, open: open,
            isBeside: { self.hasFile($0, in: path.ancestors.last ?? []) })
        if exclusion != nil { return true }
        return exclusions.leavesOutFolder(
            of: path, open: open, isBeside: { self.hasFile($1, in: $0) })
    }

    /// How many paths each pattern left out, those that were given also where it is none.
    package func patternUses(of omissions: [WorkspaceOmission]) -> [WorkspacePatternUse] {
        exclusions.uses(of: omissions)
    }

    private func exclusion(ofName name: [UInt8]) -> Exclusion? {
        if name.elementsEqual(".git".utf8) { return Exclusion(reason: .git) }
        let isTemporary = name.starts(with: Self.temporaryPrefix.utf8)
        return isTemporary ? Exclusion(reason: .temporary) : nil
    }

    private func open(_ folder: [UInt8]) -> Int32? {
        openFolder(folder.split(separator: UInt8(ascii: "/")))
    }

    private func hasFile(_ names: [String], in folder: [UInt8]) -> Bool {
        guard let descriptor = open(folder) else { return false }
        defer { close(descriptor) }
        return Self.hasFile(names, in: descriptor)
    }

    private static func hasFile(_ names: [String], in folder: Int32) -> Bool {
        names.contains { status(Array($0.utf8), in: folder)?.kind == .file }
    }
}
