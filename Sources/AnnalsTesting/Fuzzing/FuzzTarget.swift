import AnnalsModel

/// Properties of a reader of foreign bytes, which hold for every input.
///
/// The tests check them for the files of `Tests/FuzzTests/Corpora/NAME` and for mutations of them;
/// `tools/fuzz NAME` looks for inputs that reach code that none of them reaches.
package protocol FuzzTarget: Sendable {
    /// The name of the target and of the folder of its corpus.
    static var name: String { get }
    /// Inputs that are as they should be: what mutations begin with.
    static func samples() throws -> [[UInt8]]
    /// Checks the properties for an input.
    ///
    /// - Throws: ``BrokenProperty`` if one does not hold; any other error is a broken property too.
    static func run(_ bytes: [UInt8]) throws
}

/// All targets of fuzzing.
package enum FuzzTargets {
    /// The targets, in the order of their names.
    package static let all: [any FuzzTarget.Type] = [
        BodyFuzzing.self, JSONFuzzing.self, JSONEditFuzzing.self, MessageFuzzing.self,
        MomentFuzzing.self, NoteFuzzing.self, ProjectionFuzzing.self, ProofFuzzing.self,
    ]

    /// The target of a name, or nil if there is none.
    package static func named(_ name: String) -> (any FuzzTarget.Type)? {
        all.first { $0.name == name }
    }
}

/// A property that does not hold for some input.
package struct BrokenProperty: Error, CustomStringConvertible {
    /// What should hold.
    package let description: String

    /// Throws unless a property holds.
    static func unless(
        _ holds: @autoclosure () throws -> Bool, _ property: @autoclosure () -> String
    ) throws {
        guard try holds() else { throw BrokenProperty(description: property()) }
    }
}

extension FuzzTarget {
    /// What a reader makes of an input, or nil if it refuses it as it may.
    ///
    /// - Parameters:
    ///   - codes: What it may refuse with.
    ///   - read: The reader; every error has a message that a terminal can show.
    static func accepted<Answer>(
        refusing codes: StoreError.Code..., by read: () throws(StoreError) -> Answer
    ) throws -> Answer? {
        do throws(StoreError) {
            return try read()
        } catch {
            try BrokenProperty.unless(
                codes.contains(error.code), "refused with \(error.code): \(error.message)")
            // The place in a definition file takes lines of its own.
            let lines = error.message.split(separator: "\n", omittingEmptySubsequences: false)
            try BrokenProperty.unless(
                lines.allSatisfy { String($0).terminalSafe.hasSameBytes(as: String($0)) },
                "a message that steers terminals: \(error.message.terminalSafe)")
            return nil
        }
    }
}
