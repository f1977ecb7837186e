import AnnalsHistory
import AnnalsIntegrity
import AnnalsLog
import AnnalsModel
import AnnalsTesting
import Foundation
import GRDB
import Testing

/// What is left of an erased body is a digest; whoever has the file and a good guess must not be
/// able to tell from it whether the guess is right.
@Suite(.storesChecked) struct ErasedSecretTests {
    @Test(arguments: [false, true]) func nothingConfirmsAGuess(ofOnePosition isOne: Bool) throws {
        let store = try EmptyStore()
        for number in 1...9 {
            try store.append("task/T\(number % 3)", ["title": .string("guessed \(number)")])
        }
        let guesses = try (1...9).map { position in
            try store.log.read { try $0.bodies.body(at: Int64(position)) ?? [] }
        }
        let isErased = { (position: Int64) in isOne ? position == 4 : position % 3 == 1 }

        _ = try store.history.erase(
            isOne ? .position(4) : .stream(try StreamName("task/T1")), includingCauses: false,
            by: Actor("maria", kind: .human), reason: "a request")

        var confirmed = 0
        let (secrets, salts, digests) = try store.log.readDatabase { _, db in
            (
                try Data.fetchAll(db, sql: "SELECT secret FROM secrets"),
                try Data.fetchAll(db, sql: "SELECT salt FROM salts"),
                try Row.fetchAll(
                    db, sql: "SELECT position, body FROM events WHERE dictionary = -1")
            )
        }
        for row in digests {
            let (position, digest): (Int64, Data) = (row["position"], row["body"])
            #expect(isErased(position))
            let derived = secrets.compactMap { StreamSecret(bytes: [UInt8]($0)) }
                .map { Salt(secret: $0, position: position) }
            for salt in derived + salts.compactMap({ Salt(bytes: [UInt8]($0)) }) {
                for guess in guesses
                where bodyDigest(salt: salt, body: guess).bytes == [UInt8](digest) {
                    confirmed += 1
                }
            }
        }
        #expect(digests.count == (isOne ? 1 : 3))
        #expect(confirmed == 0)
        // What is still there is still proven by its salt.
        for position in Int64(1)...9 where !isErased(position) {
            let body = try store.log.read { try $0.bodies.body(at: position) }
            #expect(body == guesses[Int(position) - 1])
        }
    }
}
