enum AnnalsWorkspacesPlaceholder {}
