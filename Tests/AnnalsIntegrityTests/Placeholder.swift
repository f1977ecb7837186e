enum AnnalsIntegrityTestsPlaceholder {}
