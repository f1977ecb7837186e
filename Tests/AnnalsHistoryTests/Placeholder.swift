enum AnnalsHistoryTestsPlaceholder {}
