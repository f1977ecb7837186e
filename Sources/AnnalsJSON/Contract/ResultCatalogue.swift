import Annals
import AnnalsModel

/// Every result that has a JSON form, in the order in which the documentation lists them.
package enum ResultCatalogue {
    /// The results under the headings of the documentation.
    package static let groups: [(title: String, results: [any JSONResult.Type])] = [
        (
            "Events",
            [
                Event.self, TracedEvent.self, Receipt.self, NumberedReceipt.self, LineAnswer.self,
                BatchSummary.self, RejectedLine.self,
            ]
        ),
        (
            "The store",
            [
                CreatedStore.self, StoreStatistics.self, StoreCheck.self, Backup.self,
                BackupVerification.self, RestoredBackup.self, ExaminedCheck.self,
                CurrentCycle.self, Cycle.self, Tag.self, StreamSummary.self, ActorSummary.self,
                SearchIndex.self, BuildDescription.self,
            ]
        ),
        (
            "Trust",
            [
                VerifiedStore.self, VerificationAnchor.self, VerificationFinding.self,
                StoreRepair.self,
            ]
        ),
        ("Access", [AccessGrant.self, NewAccess.self, OpenedPage.self]),
        (
            "Looking back",
            [
                ChangedValue.self, ChangedDocument.self, ChangedColumn.self, ChangedRows.self,
                BlamedValue.self, BlamedColumn.self, BlamedLine.self, Bisection.self,
                RollbackStep.self, RollbackFileStep.self, RollbackSummary.self,
                RollbackYield.self, RollbackCompanion.self, WorkspaceRollback.self,
                RestoredStore.self,
            ]
        ),
        (
            "Reports",
            [
                Report.self, Report.ActorCount.self, Report.TypeCount.self,
                Report.CycleCount.self, Report.HourCount.self, Report.TaskTimes.self,
                Report.MessageCount.self, Report.RolledBack.self, WrittenReport.self,
            ]
        ),
        (
            "Proving",
            [
                KeyFile.self, KeptCheckpoint.self, ProofFile.self, ProvenEvent.self,
                ProvenEvent.Witness.self, TileExport.self,
            ]
        ),
        (
            "Projections",
            [
                ProjectionSummary.self, ProjectionDetails.self, ProjectionDetails.Table.self,
                ProjectionDetails.Column.self, ProjectionInstallation.self,
                ProjectionRemoval.self, ProjectionContents.self, CheckedProjection.self,
                TableDifference.self, RefusedEvent.self,
            ]
        ),
        ("Hooks", [HookDrain.self, HookSettingsChange.self]),
        (
            "Erasing and compacting",
            [
                ErasurePreview.self, ErasurePreview.Stream.self, ErasurePreview.Copy.self,
                ErasureSummary.self, Retention.self, Compaction.self,
            ]
        ),
        (
            "Workspaces",
            [
                WorkspaceImport.self, WorkspaceComparison.self,
                WorkspaceComparison.Difference.self, WorkspaceExportResult.self,
                WorkspaceExportResult.Rendered.self, WorkspaceExportResult.LeftOut.self,
                WorkspaceExportResult.Unwritten.self, WorkspaceWriteBack.self,
                WorkspaceWriteBack.File.self, WorkspaceFinding.self,
                WorkspaceReducedMode.self, WorkspaceOmission.self, WorkspacePatternUse.self,
                WorkspaceRedaction.self, WorkspaceDescription.self, WatchBeginning.self,
                WorkspaceWatchReport.FileEvent.self, WatchFinding.self,
                WatchWriteBack.self, WatchCycle.self,
                WatchEnd.self, WorkspaceWatchResult.self,
                WorkspaceRules.self, WorkspaceRulesChange.self, WorkspaceFileExplanation.self,
                WorkspaceFileExplanation.Step.self,
            ]
        ),
        (
            "Agents",
            [AgentStatus.self, AgentTask.self, AgentMessage.self, ConfigurationEntry.self]
        ),
    ]

    /// The results in one list.
    package static var all: [any JSONResult.Type] { groups.flatMap(\.results) }
}
