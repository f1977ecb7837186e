import AnnalsMCP
import AnnalsModel

/// The turns of long requests as tools know them: who waited in vain is told so as a refusal that
/// an agent can read.
struct ToolTurns: ToolGate {
    let longWork: LongWork

    func turn<Value: Sendable>(
        of client: String?, isQuestion: Bool, _ work: @Sendable () async throws -> Value
    ) async throws -> Value {
        do {
            return try await longWork.turn(of: client, isQuestion: isQuestion, work)
        } catch let problem as Problem {
            throw StoreError(.busy, problem.detail)
        }
    }
}
