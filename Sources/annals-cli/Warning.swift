import AnnalsModel
import Foundation

/// What somebody should know although the work gets done.
enum Warning {
    /// Writes one sentence to standard error.
    static func say(_ sentence: String) {
        write("warning: \(sentence.terminalSafe)")
    }

    /// Writes one sentence to standard error that asks for nothing.
    static func note(_ sentence: String) {
        write(sentence.terminalSafe)
    }

    private static func write(_ text: String) {
        let line = "annals: \(text)\n"
        if Pager.keep(line) { return }
        // Where standard error is gone there is nobody to tell.
        try? FileHandle.standardError.write(contentsOf: Data(line.utf8))
    }

    /// Writes the sentence of what was passed over to standard error.
    static func say(_ passedOver: StoreError) {
        say(passedOver.advised)
    }
}
