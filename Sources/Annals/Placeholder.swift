enum AnnalsPlaceholder {}
