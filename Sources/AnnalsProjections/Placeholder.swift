enum AnnalsProjectionsPlaceholder {}
