enum AnnalsTestingPlaceholder {}
