enum AnnalsCodecTestsPlaceholder {}
