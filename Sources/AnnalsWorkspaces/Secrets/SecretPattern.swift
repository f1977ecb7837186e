/// A kind of values that are secrets, known by how they are written.
///
/// Prefixes and lengths are those that the issuers document, or that scanners of repositories use;
/// what matches by chance is rare, and only reported unless somebody asks for more.
/// https://docs.github.com/en/code-security/secret-scanning/introduction
struct SecretPattern: Sendable {
    /// Its name, in findings and in `[redacted:NAME]`.
    let name: String
    /// What it is, for a sentence.
    let title: String
    /// What its values begin with.
    let prefix: [UInt8]
    /// Bytes of what follows.
    let length: ClosedRange<Int>
    /// What may follow.
    let alphabet: SecretAlphabet
    /// Whether what follows must hold a digit and letters of both cases, since the prefix alone is
    /// also that of words.
    let isMixed: Bool

    private init(
        _ name: String, _ title: String, _ prefix: String, _ length: ClosedRange<Int>,
        _ alphabet: SecretAlphabet = .word, isMixed: Bool = false
    ) {
        self.name = name
        self.title = title
        self.prefix = Array(prefix.utf8)
        self.length = length
        self.alphabet = alphabet
        self.isMixed = isMixed
    }

    /// More of one value is not looked at.
    private static let most = 512

    /// All that are known by a prefix; of two that match, the first counts.
    static let all: [SecretPattern] =
        ["AKIA", "ASIA", "ABIA", "ACCA"].map {
            SecretPattern("aws-access-key", "an AWS access key", $0, 16...16, .upper)
        }
        + ["ghp_", "gho_", "ghu_", "ghs_", "ghr_"].map {
            SecretPattern("github-token", "a GitHub token", $0, 36...most, .alphanumeric)
        } + [
            SecretPattern("github-token", "a GitHub token", "github_pat_", 22...most),
            SecretPattern("gitlab-token", "a GitLab token", "glpat-", 20...most, .dashed),
            SecretPattern("anthropic-key", "an Anthropic key", "sk-ant-", 20...most, .dashed),
            SecretPattern("openai-key", "an OpenAI key", "sk-proj-", 20...most, .dashed),
            SecretPattern("openai-key", "an OpenAI key", "sk-svcacct-", 20...most, .dashed),
            SecretPattern("openai-key", "an OpenAI key", "sk-admin-", 20...most, .dashed),
            SecretPattern(
                "openai-key", "an OpenAI key", "sk-", 32...most, .alphanumeric, isMixed: true),
            SecretPattern("google-api-key", "a Google API key", "AIza", 35...35, .dashed),
            SecretPattern("google-oauth-token", "a Google token", "ya29.", 20...most, .dashed),
            SecretPattern("google-oauth-secret", "a Google secret", "GOCSPX-", 28...28, .dashed),
            SecretPattern("npm-token", "an npm token", "npm_", 36...36, .alphanumeric),
            SecretPattern("huggingface-token", "a token", "hf_", 34...most, .alphanumeric),
            SecretPattern("pypi-token", "a PyPI token", "pypi-AgE", 50...most, .dashed),
            SecretPattern("stripe-key", "a Stripe key", "sk_live_", 24...most, .alphanumeric),
            SecretPattern("stripe-key", "a Stripe key", "rk_live_", 24...most, .alphanumeric),
            SecretPattern("sendgrid-key", "a SendGrid key", "SG.", 60...most, .dotted),
            SecretPattern(
                "slack-webhook", "a Slack webhook", "https://hooks.slack.com/services/", 30...most,
                .path),
            SecretPattern("age-secret-key", "an age key", "AGE-SECRET-KEY-1", 58...58, .upper),
            SecretPattern("note-signing-key", "a signing key", "PRIVATE+KEY+", 40...most, .note),
        ]
        + ["xoxb-", "xoxp-", "xoxa-", "xoxo-", "xoxr-", "xoxs-", "xoxe-", "xapp-"].map {
            SecretPattern("slack-token", "a Slack token", $0, 20...most, .dashed)
        }

    /// Three parts of base64 with points between them, of which the first two are JSON objects.
    static let jsonWebToken = (name: "jwt", title: "a JSON web token")
    /// A block that says of itself that it is a private key.
    static let privateKey = (name: "private-key", title: "a private key")
    /// A value that a name like `password` is given.
    static let password = (name: "password", title: "a password")
    /// A value that a name like `api_key` or `token` is given.
    static let token = (name: "token", title: "a key or token")
    /// A password in an address, as in `https://user:password@host`.
    static let address = (name: "url-password", title: "a password in an address")
}

/// Which bytes a value is written with.
struct SecretAlphabet: Sendable {
    private var holds: [Bool]

    /// Letters and digits of ASCII, and some others.
    private init(lower: Bool = true, _ others: String = "") {
        holds = (UInt8.min...UInt8.max).map { byte in
            let isDigit = (0x30...0x39).contains(byte)
            let isUpper = (0x41...0x5A).contains(byte)
            let isLower = lower && (0x61...0x7A).contains(byte)
            return isDigit || isUpper || isLower || others.utf8.contains(byte)
        }
    }

    func contains(_ byte: UInt8) -> Bool { holds[Int(byte)] }

    static let upper = SecretAlphabet(lower: false)
    static let alphanumeric = SecretAlphabet()
    static let word = SecretAlphabet("_")
    static let dashed = SecretAlphabet("_-")
    static let dotted = SecretAlphabet("_-.")
    static let path = SecretAlphabet("_-/")
    static let note = SecretAlphabet("_-.+/=")
}
