enum AnnalsModelTestsPlaceholder {}
