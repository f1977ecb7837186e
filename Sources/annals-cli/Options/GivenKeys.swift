import Annals

/// Verifier keys as they are given on the command line: the text of one, or a file with one a line.
enum GivenKeys {
    /// The keys of all arguments; nil if there are none.
    ///
    /// - Throws: `invalidArgument` for what is no key; `notFound` if there is no such file either.
    static func keys(_ arguments: [String]) throws(StoreError) -> VerifierKeys? {
        var all: VerifierKeys?
        for argument in arguments {
            let keys = try read(argument)
            all = all.map { $0 + keys } ?? keys
        }
        return all
    }

    private static func read(_ argument: String) throws(StoreError) -> VerifierKeys {
        // A private key must not be taken for a path, which messages quote.
        let isText = argument.hasPrefix("PRIVATE+KEY+") || argument.contains("\n")
        if isText { return try VerifierKeys(argument) }
        if let keys = try? VerifierKeys(argument) { return keys }
        do {
            return try VerifierKeys(contentsOf: argument)
        } catch  where error.code == .notFound && argument.split(separator: "+").count >= 3 {
            // It was meant to be a key.
            return try VerifierKeys(argument)
        }
    }
}
