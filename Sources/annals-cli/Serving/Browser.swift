import Annals
import Foundation

/// A browser that is shown an address which only this account may know.
///
/// Command lines of processes can be read by everybody on a machine. So the browser gets a file
/// that leads to the address, and that nobody else may read.
struct Browser {
    private let folder: URL

    /// Tries the commands of `$BROWSER`, which colons part, then what opens files here.
    private static let script = """
        trap '' INT HUP
        exec >/dev/null 2>&1
        IFS=:
        set -f
        for one in $BROWSER; do
            unset IFS
            one=${one%%%s*}
            command -v "${one%% *}" && { $one "$1"; exit; }
        done
        unset IFS
        for one in xdg-open open; do
            command -v "$one" && { "$one" "$1"; exit; }
        done
        """

    /// A browser that is not started yet.
    init() {
        folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("annals-open-\(UUID().uuidString)")
    }

    /// Shows it an address, which needs no escaping in HTML; waits for nothing.
    func open(_ address: String) {
        let file = folder.appendingPathComponent("open.html")
        let text = """
            <!doctype html><meta charset="utf-8"><title>Annals</title>
            <meta http-equiv="refresh" content="0;url=\(address)"><a href="\(address)">Annals</a>

            """
        do {
            let files = FileManager.default
            try files.createDirectory(
                at: folder, withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700])
            try Data(text.utf8).write(to: file)
        } catch {
            return Warning.note("no browser was opened: \(error.localizedDescription)")
        }
        let nothing = Foundation.open("/dev/null", O_RDWR | O_CLOEXEC)
        defer { close(nothing) }
        _ = ChildShell.spawn(
            Self.script, ["annals", file.absoluteString], giving: nothing, as: STDIN_FILENO)
    }

    /// Takes the file away.
    func forget() { try? FileManager.default.removeItem(at: folder) }
}
