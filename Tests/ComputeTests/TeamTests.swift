import TestSupport
import Testing

@testable import Compute

@Suite struct TeamTests {
    /// Runs a job that counts each part at its own place, and returns the counts.
    private func counts(of parts: Int, on team: Team) -> [Int] {
        var done = [Int](repeating: 0, count: parts)
        unsafe done.withUnsafeMutableBufferPointer { buffer in
            guard let start = buffer.baseAddress else { return }
            unsafe team.run(parts, UnsafeRawPointer(start)) { job, part, _ in
                // Each part writes to its own element, and the array outlives the job.
                let done = unsafe UnsafeMutableRawPointer(mutating: job)
                    .assumingMemoryBound(to: Int.self)
                unsafe done[part] += 1
            }
        }
        return done
    }

    @Test(arguments: [1, 2, 3, 7])
    func `every part is done once, again and again`(members: Int) throws {
        let team = try Team(members: members)
        for parts in [1, 2, 5, 100, 1, 1000] {
            for _ in 0..<20 {
                #expect(counts(of: parts, on: team) == [Int](repeating: 1, count: parts))
            }
        }
    }

    @Test func `no part is nothing to do`() throws {
        #expect(counts(of: 0, on: try Team(members: 2)) == [])
    }

    @Test(.enabled(if: countsAllocations)) func `a job allocates nothing`() throws {
        let team = try Team(members: 3)
        var job = 0
        let count = allocations {
            unsafe withUnsafePointer(to: &job) { job in
                unsafe team.run(50, UnsafeRawPointer(job)) { _, _, _ in }
            }
        }
        #expect(count == 0)
    }

    @Test func `teams come and go`() throws {
        for _ in 0..<50 { _ = try Team(members: 4) }
        let team = try Team(members: 2)
        #expect(counts(of: 10, on: team).allSatisfy { $0 == 1 })
    }

    @Test func `a team of none traps`() async {
        await #expect(processExitsWith: .failure) { _ = try Team(members: 0) }
    }
}
