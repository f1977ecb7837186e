public import AnnalsModel
import Foundation
import Logging
import NIOCore
import NIOSSL
import Synchronization

/// The certificate of a server and its key, in files in PEM: read again when they change, so that
/// one that is renewed serves without a new start.
public final class ServerCertificate: Sendable {
    private struct State {
        var chain: [NIOSSLCertificate]
        var key: NIOSSLPrivateKey
        var stamps: [Date?]
        var lookedAt: ContinuousClock.Instant
    }

    /// Seconds between two looks at the files.
    private static let lookSeconds = 1.0

    private let certificatePath: String
    private let keyPath: String
    private let state: Mutex<State>

    /// Reads a certificate with its chain, and the private key.
    ///
    /// - Throws: `invalidArgument` for files that hold none, or do not belong together.
    public init(certificate: String, key: String) throws(StoreError) {
        certificatePath = certificate
        keyPath = key
        state = Mutex(try Self.read(certificate, key))
        do {
            _ = try NIOSSLContext(configuration: configuration(logger: nil))
        } catch {
            throw StoreError(
                .invalidArgument,
                "the certificate \(certificate.quotedForMessage) and the key "
                    + "\(key.quotedForMessage) do not belong together")
        }
    }

    /// What a server of TLS needs.
    ///
    /// - Parameter logger: Is told of files that changed and cannot be read.
    func configuration(logger: Logger?) -> TLSConfiguration {
        let (chain, key) = state.withLock { ($0.chain, $0.key) }
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key))
        configuration.minimumTLSVersion = .tlsv12
        configuration.sslContextCallback = { [self] _, promise in
            let (chain, key) = current(logger)
            var override = NIOSSLContextConfigurationOverride.noChanges
            override.certificateChain = chain.map { .certificate($0) }
            override.privateKey = .privateKey(key)
            promise.succeed(override)
        }
        return configuration
    }

    /// What is in the files now; what was in them before where they cannot be read.
    private func current(_ logger: Logger?) -> ([NIOSSLCertificate], NIOSSLPrivateKey) {
        state.withLock { state in
            guard ContinuousClock.now - state.lookedAt >= .seconds(Self.lookSeconds) else {
                return (state.chain, state.key)
            }
            state.lookedAt = .now
            guard Self.stamps(certificatePath, keyPath) != state.stamps else {
                return (state.chain, state.key)
            }
            do throws(StoreError) {
                state = try Self.read(certificatePath, keyPath)
            } catch {
                logger?.warning(
                    "The certificate changed and cannot be read: the one before serves on.",
                    metadata: ["error": "\(error)"])
            }
            return (state.chain, state.key)
        }
    }

    private static func read(_ certificate: String, _ key: String) throws(StoreError) -> State {
        let stamps = stamps(certificate, key)
        let chain: [NIOSSLCertificate]
        do {
            chain = try NIOSSLCertificate.fromPEMFile(certificate)
        } catch {
            throw unreadable("certificate", certificate)
        }
        guard !chain.isEmpty else { throw unreadable("certificate", certificate) }
        do {
            let key = try NIOSSLPrivateKey(file: key, format: .pem)
            return State(chain: chain, key: key, stamps: stamps, lookedAt: .now)
        } catch {
            throw unreadable("private key", key)
        }
    }

    private static func unreadable(_ what: String, _ path: String) -> StoreError {
        StoreError(
            .invalidArgument,
            "there is no \(what) in PEM to be read in \(path.quotedForMessage)")
    }

    private static func stamps(_ paths: String...) -> [Date?] {
        paths.map { path in
            let attributes = try? FileManager.default.attributesOfItem(atPath: path)
            return attributes?[.modificationDate] as? Date
        }
    }
}
