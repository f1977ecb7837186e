enum AnnalsLogTestsPlaceholder {}
