enum AnnalsLogPlaceholder {}
