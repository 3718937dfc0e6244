import Events
import Inspection

extension ManualText {
    /// The page of the events: each field from the table that documents the protocol.
    mutating func addEvents() {
        name(.events, "what an inspection line says on its socket")
        section("SYNOPSIS")
        example("socat -u UNIX-CONNECT:/run/sight/LINE.sock - | jq .")
        section("DESCRIPTION")
        paragraph(
            """
            Every line listens on a Unix stream socket and says what happens, one JSON object in \
            UTF-8 on each row, of at most \(Limits.eventLine) bytes. The field `event` names the \
            kind. Fields are only added within protocol 1: a reader has to pass over those that it \
            does not know. Who may connect is decided by the socket's group, `sight`.
            """)
        paragraph(
            """
            The first event to a client is `hello`. The state and the last verdict follow, then \
            everything from now on. The numbers of events grow over restarts and have no holes \
            within a run. A client that does not read loses its own events and is told so by a \
            `gap`; it never delays a verdict.
            """)
        paragraph(
            """
            Every frame that the driver numbered is accounted for: `frames` is the sum of `pass`, \
            `fail`, `undecided`, `missed` and `in_flight`. A frame that is late, damaged or that \
            cannot be judged is `undecided`, never `pass`: treat its part as not inspected.
            """)
        section("REQUESTS")
        paragraph(
            """
            A client may send requests, one on each row of at most \(Limits.requestLine) bytes. \
            It is let go after one that is not understood.
            """)
        item(
            #"`{"subscribe":{"since":1042,"events":["verdict"],"verdicts":["fail"]}}`"#,
            """
            Only these events from now on. Each of the three fields may be left out: `since`, the \
            number to begin with, as far as the history goes; `events`, the kinds; `verdicts`, \
            which verdicts.
            """)
        item(#"`{"request":"statistics"}`"#, "The statistics now, to this client only.")
        section("EVENTS")
        var last: EventKind?
        for field in FieldDescription.all {
            if field.kind != last {
                last = field.kind
                part(field.kind.name)
            }
            item("`\(field.name)`", field.meaning)
            more("Type: \(field.type)." + (field.isAlways ? "" : " May be absent."))
        }
        section("FILES")
        item("`\(LineSocket.folder)/<line>.sock`", "The socket of a line.")
    }
}
