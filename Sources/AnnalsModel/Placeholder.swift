enum AnnalsModelPlaceholder {}
