import Host
import Inspection

extension ManualText {
    /// The page of the daemon: options, exit codes and journal entries from their tables.
    mutating func addDaemon(_ catalog: JournalCatalog) {
        name(.daemon, "the daemon of an inspection line")
        section("SYNOPSIS")
        let options = DaemonOption.allCases.map { option in
            "[`\(option.rawValue)`" + (option.value.map { " <\($0)>" } ?? "") + "]"
        }
        paragraph((["`sightd`"] + options).joined(separator: " "))
        paragraph("`systemctl enable --now sightd@<line>`")
        section("DESCRIPTION")
        paragraph(
            """
            `sightd` reads a camera, judges every part with the line's model as `pass`, `fail` or \
            `undecided`, and says so on a Unix socket (`sight-events`(7)) and in the journal. One \
            daemon runs for each line: `sightd@press-3` reads `/etc/sight/press-3.toml`, see \
            `sightd.toml`(5). It speaks to no network.
            """)
        paragraph(
            """
            A part is never passed because of a fault. A camera that stalls or is gone is opened \
            again until it delivers; the daemon goes on meanwhile and says so.
            """)
        paragraph(
            """
            The line's socket is the service manager's: clients find it before the line runs, and \
            keep their place in it until the line has started. `systemctl stop sightd@<line>` \
            closes it as well, and so does a line that cannot start because its settings are \
            wrong: nobody who connects starts it then. `systemctl start sightd@<line>` opens it \
            again; `systemctl start sightd@<line>.socket` opens it alone, and the first client \
            starts the line.
            """)
        section("OPTIONS")
        for option in DaemonOption.allCases {
            let value = option.value.map { " <\($0)>" } ?? ""
            item("`\(option.rawValue)`\(value)", option.meaning)
        }
        section("SIGNALS")
        item(
            "`SIGHUP`",
            """
            Read settings and model again, run the model's golden pictures beside the line, and \
            swap between two frames. Anything wrong, and the old ones go on. The same as \
            `systemctl reload sightd@<line>`.
            """)
        item("`SIGTERM`, `SIGINT`", "Deliver the last verdicts and end.")
        exitCodes()
        section("THE DEMO LINE")
        paragraph(
            """
            `systemctl enable --now sightd@demo` runs a line without a camera, on parts that the \
            program renders; `sight watch demo` shows its verdicts. Its model is for nothing else.
            """)
        addJournal(catalog)
        addDaemonFiles()
    }

    private mutating func addJournal(_ catalog: JournalCatalog) {
        section("JOURNAL FIELDS")
        paragraph(
            """
            Entries have these fields, as far as they apply: \
            `journalctl SIGHT_LINE=press-3 SIGHT_VERDICT=fail`
            """)
        for name in JournalField.Name.allCases { item("`\(name.journalName)`", name.meaning) }
        section("JOURNAL ENTRIES")
        paragraph("With their `MESSAGE_ID`. `journalctl -x` shows this text with each entry.")
        for message in MessageID.allCases {
            let entry = catalog.entries.first { $0.id == message.rawValue }
            let term = "`\(message.name)` (`\(message.rawValue)`)"
            item(term, JournalCatalog.marked(entry?.subject ?? "") + ".")
            for text in entry?.paragraphs ?? [] { more(JournalCatalog.marked(text)) }
        }
    }

    private mutating func addDaemonFiles() {
        section("FILES")
        item("`/etc/sight/<line>.toml`, `/etc/sight/<line>.toml.d/*.toml`", "The line's settings.")
        item("`/run/sight/<line>.sock`", "The line's event socket.")
        item("`/var/lib/sight/models`", "The place for models.")
        item("`/var/lib/sight/records`", "The place for pictures of failed parts.")
    }
}
