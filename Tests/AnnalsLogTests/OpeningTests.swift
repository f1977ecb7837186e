import AnnalsModel
import AnnalsTesting
import Foundation
import GRDB
import Testing

@testable import AnnalsLog

@Suite("Opening and making", .storesChecked)
struct OpeningTests {
    @Test func theWriterIsDurable() throws {
        try withPath { path in
            try StoreFile.create(path, origin: nil) { _ in }
            let queue = try StoreConnection.writer(path)
            defer { try? queue.close() }
            let pragmas = [
                "journal_mode", "synchronous", "secure_delete", "trusted_schema",
                "wal_autocheckpoint",
            ]
            let values = try queue.writeWithoutTransaction { db in
                try pragmas.map { try String.fetchOne(db, sql: "PRAGMA \($0)") }
            }
            #expect(values == ["wal", "2", "1", "0", "20000"])
            let attributes = try FileManager.default.attributesOfItem(atPath: path)
            #expect(attributes[.posixPermissions] as? Int == 0o600)
        }
    }

    @Test(.storesUnchecked("is no store")) func whatIsNoStoreIsRefusedAndLeftAsItIs() throws {
        try withPath { path in
            #expect(throws: StoreError(.storeMissing, "")) {
                try EventLog(path: path, mode: .readWrite)
            }
            for content in [Data(), Data("not a database, by far".utf8), Data(count: 8192)] {
                try content.write(to: URL(fileURLWithPath: path))
                for mode in [EventLog.Mode.readOnly, .readWrite] {
                    #expect(throws: StoreError(.notAStore, "")) {
                        try EventLog(path: path, mode: mode)
                    }
                }
                #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == content)
            }
            #expect(throws: StoreError(.storeExists, "")) {
                try StoreFile.create(path, origin: nil) { _ in }
            }
        }
    }

    @Test(.storesUnchecked("is no store")) func anotherDatabaseIsNoStore() throws {
        try withPath { path in
            let queue = try DatabaseQueue(path: path)
            try queue.write { try $0.execute(sql: "CREATE TABLE t (a)") }
            try queue.close()
            #expect(throws: StoreError(.notAStore, "")) {
                try EventLog(path: path, mode: .readWrite)
            }
        }
    }

    @Test(.storesUnchecked("is of another format")) func aNewerFormatIsRefused() throws {
        try withPath { path in
            try StoreFile.create(path, origin: nil) { _ in }
            let queue = try DatabaseQueue(path: path)
            try queue.write { try $0.execute(sql: "PRAGMA user_version = 3") }
            try queue.close()
            #expect(throws: StoreError(.newerFormat, "")) {
                try EventLog(path: path, mode: .readOnly)
            }
        }
    }

    @Test(.storesUnchecked("damaged on purpose")) func aDamagedHeadIsRefused() throws {
        try withPath { path in
            try StoreFile.create(path, origin: nil) { _ in }
            let log = try EventLog(path: path, mode: .readWrite)
            try log.append([try event("task/A", "task.created", ["n": 1])])
            log.close()
            let queue = try DatabaseQueue(path: path)
            try queue.write { try $0.execute(sql: "UPDATE head SET size = 9") }
            try queue.close()
            let again = try EventLog(path: path, mode: .readWrite)
            defer { again.close() }
            let new = try event("task/A", "task.updated")
            #expect(throws: StoreError(.corrupt, "")) { try again.append([new]) }
        }
    }

    @Test func aStoreThatWasClosedSaysSo() throws {
        try withPath { path in
            try StoreFile.create(path, origin: nil) { _ in }
            let log = try EventLog(path: path, mode: .readWrite)
            log.close()
            log.close()
            let new = try event("task/A", "task.updated")
            #expect(throws: StoreError(.invalidArgument, "")) { try log.append([new]) }
            #expect(throws: StoreError(.invalidArgument, "")) { try log.read { try $0.head() } }
        }
    }
}
