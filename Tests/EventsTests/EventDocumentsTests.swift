import Foundation
import Testing

@testable import Events

@Suite struct EventDocumentsTests {
    /// The names in an object, those inside of others as `outer.inner`.
    private func names(_ value: Any, depth: Int = 0) -> Set<String> {
        if let array = value as? [Any] {
            return array.reduce(into: []) { $0.formUnion(names($1, depth: depth)) }
        }
        guard let object = value as? [String: Any] else { return [] }
        return object.reduce(into: []) { result, member in
            let inner = depth < 1 ? names(member.value, depth: depth + 1) : []
            result.formUnion(
                inner.isEmpty ? [member.key] : Set(inner.map { "\(member.key).\($0)" }))
        }
    }

    @Test(arguments: Samples.full)
    func `the table names exactly the fields that are written`(event: Event) throws {
        let object = try JSONSerialization.jsonObject(with: Data(line(event)))
        var written = names(object).subtracting(["event"])
        // The counts by reason have the names of the reasons, which stand elsewhere in the table.
        for outer in ["undecided", "missed"] where event.kind == .statistics {
            written = written.filter { !$0.hasPrefix(outer + ".") }.union([outer])
        }
        if event.kind == .verdict { written.insert("reason") }
        let described = FieldDescription.all.filter { $0.kind == event.kind }.map(\.name)
        #expect(Set(described) == written)
        #expect(Set(described).count == described.count)
    }

    @Test(arguments: Samples.sparse)
    func `a field said to be always there is always there`(event: Event) throws {
        let object = try JSONSerialization.jsonObject(with: Data(line(event)))
        let written = try #require(object as? [String: Any])
        for field in FieldDescription.all where field.kind == event.kind && field.isAlways {
            #expect(written[field.path[0].rawValue] != nil, "\(field.name)")
        }
    }

    @Test func `the table has a row for every field`() {
        let rows = Event.markdownTable.split(separator: "\n")
        #expect(rows.count == FieldDescription.all.count + 2)
        for row in rows { #expect(row.count { $0 == "|" } == 5, "\(row)") }
    }
}
