import AnnalsLog
import AnnalsModel
import AnnalsTesting
import AnnalsWorkspaces
import Foundation
import Testing

@Suite(.storesChecked) struct RoundTripTests {
    @Test(arguments: ["workspace-a", "workspace-a-later", "workspace-a-small", "extras-a"])
    func samplesComeBackByteForByte(name: String) throws {
        guard let sample = sample(name) else { return }
        let workspace = try Workspace()
        let folder = try WorkspaceFolder(sample, storePath: workspace.storePath)
        #expect(try workspace.capture.capture(folder).captured > 5)
        let head = try workspace.head()
        let again = try WorkspaceCapture(workspace.log).capture(folder)
        #expect(again.events == 0)
        #expect(try workspace.head() == head)
        let target = workspace.place.path("out")
        let export = try WorkspaceExport(workspace.log).write(to: target, at: head)
        #expect(export.refused.isEmpty)
        #expect(try tree(target) == tree(sample))
        #expect(try WorkspaceCapture(workspace.log).check(folder).isSame)
    }
}
