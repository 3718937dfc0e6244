import Testing

@testable import Training

@Suite struct TargetStatisticsTests {
    @Test func `mean and deviation are those of the definition`() throws {
        let folder = try Scratch()
        let path = "\(folder.path)/cache"
        try TinyRecords.fill(path, to: 6)
        let reader = try TargetCacheReader(path: path)
        let records = [0, 2, 5]
        let found = TargetStatistics(reader, records: records)
        for channel in 0..<3 {
            let values = records.map { record in
                TinyRecords.target(record)[4 * channel..<4 * channel + 4].map {
                    Double(Float16(bitPattern: $0))
                }
            }
            // Mean of spatial means, then mean of spatial means of squared differences.
            let mean = values.map { $0.reduce(0, +) / 4 }.reduce(0, +) / 3
            let variance =
                values.map { $0.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 4 }.reduce(0, +) / 3
            #expect(abs(Double(found.mean[channel]) - mean) < 1e-6)
            #expect(abs(Double(found.deviation[channel]) - variance.squareRoot()) < 1e-6)
        }
        #expect(found != TargetStatistics(reader, records: 0..<6))
    }

    @Test func `a channel that never changes can still be divided by`() throws {
        let folder = try Scratch()
        let path = "\(folder.path)/cache"
        var writer = try TargetCacheWriter(path: path, recipe: TinyRecords.recipe)
        let same = [UInt16](repeating: Float16(3).bitPattern, count: 12)
        try writer.append(
            picture: TinyRecords.picture(0).span, target: same.span, of: TinyRecords.crop(0))
        let found = TargetStatistics(try TargetCacheReader(path: path), records: 0..<1)
        #expect(found.mean == [3, 3, 3])
        #expect(found.deviation == [1e-6, 1e-6, 1e-6])
    }
}
