import Annals
import ArgumentParser

/// A length of time as it is written after `ago:`: `30s`, `5m`, `1h`.
struct DurationOption: ExpressibleByArgument {
    let duration: Duration

    init?(argument: String) {
        guard case .ago(let microseconds) = try? Moment("ago:\(argument)"), microseconds > 0 else {
            return nil
        }
        duration = .microseconds(microseconds)
    }
}
