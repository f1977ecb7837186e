import AnnalsModel

extension FileReading {
    /// The findings that another reading of the file has not, wherever in the file they are.
    func findings(besides known: FileReading?) -> [WorkspaceFinding] {
        var before = known?.findings ?? []
        return findings.filter { finding in
            let index = before.firstIndex {
                $0.kind == finding.kind && $0.message == finding.message
            }
            guard let index else { return true }
            before.remove(at: index)
            return false
        }
    }
}
