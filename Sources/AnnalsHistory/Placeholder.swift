enum AnnalsHistoryPlaceholder {}
