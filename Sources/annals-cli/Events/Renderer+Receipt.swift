import Annals
import AnnalsJSON

extension Renderer {
    /// Writes a receipt; in CSV always with the same columns.
    func receipt(_ receipt: Receipt) throws {
        guard format == .csv else { return try object(receipt) }
        let rows = try rows(of: Receipt.self)
        try rows.write(receipt)
        try rows.finish()
    }
}
