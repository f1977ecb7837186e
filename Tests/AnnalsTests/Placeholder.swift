enum AnnalsTestsPlaceholder {}
