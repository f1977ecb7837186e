/// The version of Annals: of the library, the command line and the package, which are one.
public enum AnnalsVersion {
    /// The version in the notation of https://semver.org, which no other file repeats.
    public static let current = "0.1.0"
}
