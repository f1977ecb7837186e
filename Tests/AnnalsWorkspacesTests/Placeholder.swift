enum AnnalsWorkspacesTestsPlaceholder {}
