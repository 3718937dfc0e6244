import Host

/// A folder for one test, removed with what `files` names when the test is done.
func withTemporaryFolder(_ body: (String) throws -> Void) throws {
    let folder = "/tmp/sight-anomaly-\(UInt64.random(in: 0 ... .max))"
    try FileSystem.makeFolder(folder)
    defer {
        for name in (try? FileSystem.list(folder)) ?? [] {
            try? FileSystem.removeFile("\(folder)/\(name)")
        }
        try? FileSystem.removeFolder(folder)
    }
    try body(folder)
}
