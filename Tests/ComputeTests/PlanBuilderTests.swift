import TestSupport
import Testing

@testable import Compute

/// Vectors and a map that is compared with them.
struct NearestCase: Sendable {
    let channels: Int
    let vectors: Int
    let height: Int
    let width: Int

    var values: [Float] {
        formulaWeights("map", count: channels * height * width, limit: 2)
    }
    var memory: [Float] { formulaWeights("memory", count: channels * vectors, limit: 2) }

    /// By the definition, in double precision, (height, width).
    func plain() -> [Float] {
        let (values, memory, plane) = (values, memory, height * width)
        return (0..<plane).map { place in
            let distances = (0..<vectors).map { vector in
                (0..<channels).reduce(0.0) { sum, channel in
                    let difference =
                        Double(values[channel * plane + place])
                        - Double(memory[vector * channels + channel])
                    return sum + difference * difference
                }
            }
            return Float((distances.min() ?? .nan) / Double(channels))
        }
    }

    func planned(members: Int = 1, values: [Float]? = nil) throws -> [Float] {
        var builder = PlanBuilder(.unused)
        let source = builder.map(parts: [channels], height: height, width: width)
        let distance = builder.nearest(of: memory, to: source)
        let plan = Plan(builder, team: try Team(members: members))
        plan.fill(source, with: values ?? self.values)
        for index in plan.stepFacts.indices { plan.runStep(index) }
        var map = [Float](repeating: .nan, count: height * width)
        plan.copy(distance, into: &map)
        return map
    }
}

extension KernelTests {
    @Suite struct PlanBuilderTests {
        static let cases = [
            NearestCase(channels: 24, vectors: 1, height: 5, width: 7),
            NearestCase(channels: 5, vectors: 16, height: 3, width: 65),
            NearestCase(channels: 32, vectors: 300, height: 9, width: 11),
            NearestCase(channels: 384, vectors: 513, height: 2, width: 56),
        ]

        @Test(arguments: cases)
        func `the nearest of many vectors agrees with the plain definition`(
            settings: NearestCase
        ) throws {
            expectClose(try settings.planned(), settings.plain(), within: 1e-5)
        }

        @Test func `a team's distances are those of one thread`() throws {
            #expect(try Self.cases[2].planned(members: 2) == Self.cases[2].planned())
        }

        @Test func `what is in the memory is at no distance, and never below zero`() throws {
            let settings = NearestCase(channels: 16, vectors: 40, height: 5, width: 8)
            let (memory, plane) = (settings.memory, 40)
            let values = (0..<16 * plane).map { memory[$0 % plane * 16 + $0 / plane] }
            let map = try settings.planned(values: values)
            #expect(map.allSatisfy { (0..<1e-5).contains($0) })
        }

        @Test func `a value that is not a number is not near to anything`() throws {
            let settings = Self.cases[2]
            var values = settings.values
            values[5 * 99 + 7] = .nan
            let map = try settings.planned(values: values)
            #expect(map.indices.filter { map[$0].isNaN } == [7])
        }
    }
}
