import AnnalsIntegrity
import AnnalsTesting
import Foundation

/// Keys, notes and proofs that other programs made.
enum Notes {
    /// The keys and the note of golang.org/x/mod/sumdb/note.
    static let peter = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
    static let peterSecret =
        "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
    static let enoch = "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop"
    static let problem = """
        If you think cryptography is the answer to your problem,
        then you don't know what your problem is.

        """
    static let peterLine = """
        — PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpR\
        Zb6KE6RyyBwJnAM=

        """
    static let enochLine = """
        — EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox3\
        3WWd1RvMc+QQ=

        """
    static let problemNote = problem + "\n" + peterLine + enochLine

    /// The example of c2sp.org/signed-note.
    static let foo = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
    static let fooNote = """
        This is an example message.

        — example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXm\
        RKuwHjG1Yu72IneyaQM=

        """

    /// Keys of the seeds 00 to 1f and 64 to 83, and the proof of the event that is the worked
    /// example of the page FORMAT in a log of eleven leaves, the others being `leaf 0` and so on;
    /// made by a program in another language.
    static let log = "example.org/annals+a40007cb+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4"
    static let logSecret =
        "PRIVATE+KEY+example.org/annals+a40007cb+AQABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f"
    static let witness = "witness.example/w1+09dcf0bd+BAu8NGpXZnw4ASC9nH/X5R0sX9/qN80vW/QFssa/by14"
    static let witnessSecret =
        "PRIVATE+KEY+witness.example/w1+bc685db9+AWRlZmdoaWprbG1ub3BxcnN0dXZ3eHl6e3x9fn+AgYKD"
    static let witnessTime: Int64 = 1_700_000_000
    static let checkpoint = """
        example.org/annals
        11
        p7pVTmBude/h4Pq2cwDIqNYXvUYoEDliOVEnHN7KVus=

        — example.org/annals pAAHy716/gbE6V/Px5m2pKabktaHLgVOpIbCewi6pkbgS/XSP9YuGUV3ftzMZnJCjR4nvq\
        9xjLztovHwHu3q7ZYqNgQ=
        — witness.example/w1 CdzwvQAAAABlU/EAcE+95WlXMXnFdJHV5wWCz/34LTOlQ8ayxCFnbdH0tyWhRJivau87SS\
        9jLdTRTs/+yhb9ld8o5O6Wq49oAGq6Dw==

        """
    static let extra = """
        YW5uYWxzLzEAAAAIAAAAAAAAAAcAAAALdGFzay9EQl8wMDIAAAAIAAAAAAAAAAIAAAAMdGFzay5jbGFpbWVkAAAAB0\
        FnZW50LTMAAAAFYWdlbnQAAAAIAAAAAAAAAAwAAAAIAAYqmboOQkD/////AAAABXJ1bi0xAAAACAAAAAAAAAAFAAAA\
        EAGQFj2GlHObrqWWbCb4rZHdG5K69Lg49w9/oJDxjZbnWvujmeZCEuwcXtQBOhJ1uML7BhM0zH3lFhqGhiydU7N7Im\
        RhdGEiOnsic3RhdHVzIjoiY2xhaW1lZCJ9LCJyZWFzb24iOiJuZXh0IGluIGxpbmUifQ==
        """
    static let proof = """
        c2sp.org/tlog-proof@v1
        extra \(extra)
        index 6
        S0cR0FayJ4OSwjH9QYWK3qjKiTrQxwSPV9omggAoRf4=
        dauSgmjIb0TaXUJBGI7XHkqrLU131tUBF9rZSoQu3gM=
        T2MQhKFXxU9U/Psj/164ZQxLoWDClbsTqYMrEJ1SZ34=
        TtorR3MgCZLu9sh3uvxlnFyIlS2f3AeykI5dJgJW+xQ=

        \(checkpoint)
        """

    /// The log of trillian-tessera: its keys and its entries.
    static let golden =
        "example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx"
    static let goldenSecret =
        "PRIVATE+KEY+example.com/log/testdata+33d7b496+AeymY/SZAX0jZcJ8enZ5FY1Dz+wTML2yWSkK+9DSF3eg"
    static let goldenWords = [
        "one", "two", "three", "four", "five", "six", "seven", "eit", "nain", "ten", "ileven",
        "twelf", "threeten", "fourten", "fivten",
    ]
}

/// The text of some bytes, as Foundation writes it.
func base64(_ bytes: [UInt8]) -> String { Data(bytes).base64EncodedString() }

extension VerifierKey {
    /// The keys of some texts.
    static func keys(_ texts: String...) throws -> [VerifierKey] {
        try texts.map { try VerifierKey(text: $0) }
    }
}
