import Host

/// The bytes of a file of Tests/Fixtures.
func fixture(_ name: String) throws -> [UInt8] {
    var folder = #filePath.split(separator: "/").dropLast(2).joined(separator: "/")
    folder = "/\(folder)/Fixtures/"
    return try FileSystem.read(folder + name, limit: 1 << 26)
}
