package import AnnalsModel

extension Event {
    /// When it happened, as was claimed; else when it was recorded.
    ///
    /// How long something took lies between such times: what was imported is recorded at once,
    /// whenever it happened.
    package var happenedAt: Timestamp { occurredAt ?? recordedAt }
}
