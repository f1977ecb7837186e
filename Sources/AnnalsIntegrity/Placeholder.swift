enum AnnalsIntegrityPlaceholder {}
