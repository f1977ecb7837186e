// Limits of what agents' hooks send.

extension Limits {
    /// Bytes of a hook's payload that is stored whole; of a larger one the long texts are cut.
    public static let hookPayloadBytesMax = 16 << 20
    /// Bytes that are read of a hook's standard input; what is longer is no payload.
    public static let hookInputBytesMax = 256 << 20
    /// Seconds that a hook waits for a store in which others write, before its call is left to the
    /// next one: an agent that waits for its hook must not notice.
    public static let hookDeadlineSeconds = 0.1
    /// Seconds after which a hook ends whatever it waits for: less than any program waits for it.
    public static let hookSeconds = 2.0
    /// Calls that one hook takes from those that wait, so that none pays for a long outage alone.
    public static let hookWaitingCallsMax = 100
    /// Microseconds within which two like payloads without an id of their own are one call, fired
    /// twice; an agent that does the same later does it again.
    public static let hookRepeatMicroseconds: Int64 = 10_000_000
    /// Bytes of a prompt in the reason of the file versions that it led to.
    public static let hookReasonBytesMax = 200
    /// Bytes of the file that tells what went wrong with hooks, from which a new one is begun.
    public static let hookTroubleBytesMax = 1 << 20
}
