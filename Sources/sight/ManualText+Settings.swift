import Settings

extension ManualText {
    /// The page of the settings: each key from the table that checks it.
    mutating func addSettings() {
        name(.settings, "the settings of an inspection line")
        section("SYNOPSIS")
        paragraph("`/etc/sight/<line>.toml`")
        paragraph("`/etc/sight/<line>.toml.d/*.toml`")
        section("DESCRIPTION")
        paragraph(
            """
            What `sightd`(8) inspects, with which camera and which model, stands in a file in \
            TOML, one file a line. After it the files of the folder of its name with `.d` added \
            are read, in the order of their names; the last word on a key counts. Every key has \
            a default, except where it says otherwise.
            """)
        paragraph(
            """
            An unknown key, a wrong type and a value out of range are refused as \
            <file>:<row>:<column>`:` <what>, <what is allowed>. The daemon then does not start, or \
            keeps its old settings where it was asked to reload them. `sight config check` <file> \
            tells beforehand, `sight config default` prints every key with its meaning.
            """)
        paragraph(
            """
            Times and sizes carry their units, as in `"50ms"` and `"10GiB"`. Paths are whole ones: \
            under the service manager a relative one begins at `/`.
            """)
        paragraph("Keys that a reload does not take say that a change needs a restart.")
        let defaults = Settings()
        var last = ""
        for setting in Settings.all {
            if setting.section != last {
                last = setting.section
                section("[\(last)]")
            }
            item("`\(setting.name)`", setting.meaning)
            more("Allowed: " + setting.allowed + ".")
            let value = setting.spelled(in: defaults).map { "Default: `\($0)`." }
            let absence = setting.absence.map { "Without it: \($0)." }
            let reach = setting.reach == .restart ? "A change needs a restart." : nil
            more([value, absence, reach].compactMap(\.self).joined(separator: " "))
        }
        section("FILES")
        item("`/etc/sight/sightd.toml`", "What `sightd` reads when it is told no file.")
        item("`/etc/sight/<line>.toml`", "What the service `sightd@<line>` reads.")
        section("EXAMPLES")
        example(
            """
            [line]
            name = "press-3"

            [camera]
            source = "/dev/v4l/by-id/usb-ACME_Eye-video-index0"
            size = [1280, 720]

            [inspection]
            model = "/var/lib/sight/models/press-3.safetensors"
            region = [280, 0, 720, 720]
            """)
    }
}
