import AnnalsModel
import Foundation

/// What somebody should know although the work gets done.
enum Warning {
    /// Writes one sentence to standard error.
    static func say(_ sentence: String) {
        let line = "annals: warning: \(sentence.terminalSafe)\n"
        // Where standard error is gone there is nobody to tell.
        try? FileHandle.standardError.write(contentsOf: Data(line.utf8))
    }

    /// Writes the sentence of what was passed over to standard error.
    static func say(_ passedOver: StoreError) {
        say(passedOver.advised)
    }
}
