import Testing

@testable import sight

@Suite struct JournalCatalogTests {
    @Test func `entries have their subject and their paragraphs`() {
        let catalog = JournalCatalog(
            text: """
                # a comment

                # one
                -- 0123
                Subject: It happened on @SIGHT_LINE@
                Defined-By: sight

                First line
                and second.

                Do this.

                # two
                -- 4567
                Subject: Other

                Nothing.
                """)
        #expect(catalog.entries.map(\.id) == ["0123", "4567"])
        #expect(catalog.entries[0].subject == "It happened on @SIGHT_LINE@")
        #expect(catalog.entries[0].paragraphs == ["First line and second.", "Do this."])
        #expect(catalog.entries[1].paragraphs == ["Nothing."])
    }

    @Test func `fields become placeholders`() {
        #expect(JournalCatalog.marked("of @SIGHT_CLIENT_PID@.") == "of <SIGHT_CLIENT_PID>.")
    }
}
