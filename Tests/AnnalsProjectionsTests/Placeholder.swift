enum AnnalsProjectionsTestsPlaceholder {}
