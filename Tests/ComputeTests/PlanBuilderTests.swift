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

    func planned(
        members: Int = 1, values: [Float]? = nil, element: Element = .float32
    ) throws -> [Float] {
        var builder = PlanBuilder(.unused, element)
        let source = builder.map(
            parts: [channels], height: height, width: width, element: .float32)
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

        /// How exact each kind of number is; bfloat16 in two parts has 16 bits.
        static let elements: [(Element, tolerance: Float)] = [(.float32, 1e-5), (.bfloat16, 1e-4)]

        @Test(arguments: cases, elements)
        func `the nearest of many vectors agrees with the plain definition`(
            settings: NearestCase, element: (Element, tolerance: Float)
        ) throws {
            expectClose(
                try settings.planned(element: element.0), settings.plain(),
                within: element.tolerance)
        }

        @Test(arguments: elements)
        func `a team's distances are those of one thread`(
            element: Element, tolerance: Float
        ) throws {
            #expect(
                try Self.cases[2].planned(members: 2, element: element)
                    == Self.cases[2].planned(element: element))
        }

        @Test(arguments: elements)
        func `what is in the memory is at no distance, and never below zero`(
            element: Element, tolerance: Float
        ) throws {
            let settings = NearestCase(channels: 16, vectors: 40, height: 5, width: 8)
            let (memory, plane) = (settings.memory, 40)
            let values = (0..<16 * plane).map { memory[$0 % plane * 16 + $0 / plane] }
            let map = try settings.planned(values: values, element: element)
            #expect(map.allSatisfy { (0..<tolerance).contains($0) })
        }

        @Test(arguments: elements)
        func `a value that is not a number is not near to anything`(
            element: Element, tolerance: Float
        ) throws {
            let settings = Self.cases[2]
            var values = settings.values
            values[5 * 99 + 7] = .nan
            let map = try settings.planned(values: values, element: element)
            #expect(map.indices.filter { map[$0].isNaN } == [7])
        }
    }
}
