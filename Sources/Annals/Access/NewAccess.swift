public import AnnalsModel
import Crypto
import Foundation

/// A token that was made, with its secret, which nobody can read again.
public struct NewAccess: Sendable {
    /// What it allows.
    public let grant: AccessGrant
    /// The secret: `ann_` and 256 random bits in base64url (RFC 4648, section 5).
    public let token: String

    /// Makes a secret for a grant.
    init(_ grant: AccessGrant) {
        self.grant = grant
        var generator = SystemRandomNumberGenerator()
        let bytes = (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        let text = Data(bytes).base64EncodedString()
            .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
        token = "ann_\(text)"
    }

    /// SHA-256 of a token, in hex: what the store keeps of it.
    ///
    /// A token has 256 random bits, so that no slow hash is needed to keep it from being guessed.
    package static func digest(of token: String) -> String {
        SHA256.hash(data: Data(token.utf8)).hexadecimal
    }
}
