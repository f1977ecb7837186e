import ArgumentParser

extension ManualPage {
    /// The page of the program: what holds for every command.
    static func overview() throws -> ManualPage {
        var page = ManualPage(name: "annals", abstract: AnnalsCommand.configuration.abstract)
        page.addUsage()
        page.addCommands()
        page.roff.section("Options of every command")
        for option in try CommandOutline(of: GlobalOptions.self).shown { page.add(option) }
        page.roff.term("-V, --version", "Show the version.")
        page.addExitStatus()
        page.addEnvironment()
        page.addFiles()
        page.addExamples()
        page.roff.section("See also")
        page.roff.references(AnnalsCommand.groups.flatMap { $0.subcommands.map(pageName) })
        return page
    }

    /// What every page ends with.
    mutating func addCommonSections(besides others: [String]) {
        roff.section("Options of every command")
        roff.text(
            "The options --store, --format, --columns, --wide and --no-pager are explained in")
        roff.references(["annals"])
        roff.text("together with the environment and the files beside a store.")
        addExitStatus()
        roff.section("See also")
        roff.references(["annals"] + others)
    }

    private mutating func addUsage() {
        roff.section("Synopsis")
        roff.text("annals <command> [arguments] [options]")
        roff.lineBreak()
        roff.text("annals help [command]")
        roff.section("Description")
        roff.text(
            """
            A store is one SQLite file that holds a log of events, which are never changed, and \
            tables that follow from them. Each command works on one store. Results go to standard \
            output, one sentence about what went wrong to standard error.
            """)
        roff.paragraph(
            """
            Wherever a moment is asked for, these are understood: head or now, head~3, start, \
            cycle:12, seq:345 or 345, a date or a time in UTC such as 2025-01-31 08:30, today, \
            yesterday, ago:1h30m, occurred:TIME and tag:NAME. A range of two is written A..B, and \
            either may be left out; it has all of a day, as in yesterday..yesterday.
            """)
    }

    private mutating func addCommands() {
        roff.section("Commands")
        for group in AnnalsCommand.groups {
            roff.subsection(group.name)
            for command in group.subcommands {
                roff.term(Self.pageName(command) + "(1)", command.configuration.abstract)
            }
        }
    }

    private mutating func addExitStatus() {
        roff.section("Exit status")
        roff.term("0", "Done.")
        roff.term(
            "1",
            """
            Refused, or failed. Also: state found no document, health found something unwell, \
            verify found a damaged store.
            """)
        roff.term(
            "2",
            """
            It cannot be told whether an append was done, because the disk failed, or whether a \
            proof or a store holds, because no known key signed it.
            """)
        roff.term("64", "The command line is wrong.")
    }

    private mutating func addEnvironment() {
        roff.section("Environment")
        roff.term("ANNALS_STORE", "The store, where --store does not name one; else ./annals.db.")
        roff.term("ANNALS_ACTOR", "Who writes, where --by does not say; else the login name.")
        roff.term(
            "ANNALS_KEY",
            "The file of the private key that signs checkpoints, also where a cycle is closed.")
        roff.term(
            "ANNALS_PAGER, PAGER",
            """
            The command that shows results longer than the screen; else less. If it is empty or \
            cat, there is none.
            """)
        roff.term("LESS", "Options of less; FRX where it is not set.")
        roff.term("COLUMNS", "The width of the output, in characters.")
        roff.term("NO_COLOR", "If it is set and not empty, there are no colours.")
        roff.term("TMPDIR", "The folder of temporary files; else /tmp.")
    }

    private mutating func addFiles() {
        roff.section("Files")
        roff.term("annals.db", "The store, where nothing else names one.")
        roff.term(
            "STORE-wal, STORE-shm",
            """
            SQLite's write-ahead log and the index over it. They belong to the store: it is copied \
            with annals backup and not with cp while anybody uses it.
            """)
        roff.term("STORE-lock", "Orders the processes that write. It is empty and may stay.")
        roff.term(
            "STORE-search-words, STORE-search-trigrams", "Indexes that annals search-index adds.")
    }

    private mutating func addExamples() {
        roff.section("Examples")
        roff.paragraph("Make a store, append an event and look at it:")
        roff.example(
            """
            annals init
            annals append --stream task/DB_002 --type task.created \\
                --by Agent-3 --data '{"title":"Tidy up"}'
            annals log --stream task/DB_002
            annals state task/DB_002
            """)
        roff.paragraph("What changed since yesterday, and who changed one value:")
        roff.example("annals diff yesterday..\nannals blame task/DB_002 /title")
        roff.paragraph("Follow a folder, and copy the store every day:")
        roff.example("annals watch ./fleet\nannals backup -o annals-backup.db --keep 7")
    }
}
