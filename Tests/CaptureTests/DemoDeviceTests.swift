import Demo
import Realtime
import TestSupport
import Testing

@testable import Capture

@Suite struct DemoDeviceTests {
    static let goodLine = DemoLine(seed: 1, defects: .never)
    let clock = ManualClock()

    func device(seed: UInt64 = 7, defects: DefectPolicy = .demo) -> DemoDevice {
        DemoDevice(seed: seed, defects: defects, framesPerSecond: 5, clock: clock, sleeper: clock)
    }

    /// The next frame, which is due.
    func frame(_ device: inout DemoDevice) throws -> Frame {
        switch device.dequeue(until: Instant(nanoseconds: .max)) {
            case .frame(let frame): return frame
            default: throw CameraError.gone(path: "demo:")
        }
    }

    @Test func `a frame is the line's picture and names the part and its truth`() throws {
        var device = device(defects: .always(.scratch))
        let negotiated = try device.open()
        try device.start()
        let line = DemoLine(seed: 7, defects: .always(.scratch))
        var expected = [UInt8](repeating: 0, count: line.width * line.height * 3)
        var span = expected.mutableSpan
        line.render(0, into: &span)
        let frame = try frame(&device)
        let bytes = frame.bytes
        var isEqual = bytes.count == expected.count
        for index in expected.indices where bytes[index] != expected[index] {
            isEqual = false
        }
        #expect(isEqual)
        #expect(frame.info.partID.string == "000000 scratch")
        #expect(frame.info.isSimulated && !frame.info.isCorrupt)
        #expect(negotiated.layout == frame.info.layout && negotiated.framesPerSecond == 5)
    }

    @Test func `frames come at their pace and carry the time`() throws {
        var device = device()
        _ = try device.open()
        try device.start()
        let start = clock.now()
        for number in 1...3 as ClosedRange<UInt64> {
            let frame = try frame(&device)
            #expect(frame.info.capturedAt.nanoseconds(since: start) == number * 200_000_000)
            #expect(frame.info.sequence == UInt32(number - 1))
        }
    }

    @Test func `a frame that is not due yet is waited for until the deadline`() throws {
        var device = device()
        _ = try device.open()
        try device.start()
        let start = clock.now()
        guard case .timedOut = device.dequeue(until: start.advanced(byNanoseconds: 1000)) else {
            Issue.record("no frame is due")
            return
        }
        #expect(clock.now().nanoseconds(since: start) == 1000)
    }

    @Test func `parts that find all slots lent go by and their numbers are skipped`() throws {
        var device = device()
        _ = try device.open()
        try device.start()
        let held = Ring<Frame>(capacity: 8)
        for _ in 0..<6 { _ = held.push(try frame(&device)) }
        let soon = clock.now().advanced(byNanoseconds: 650_000_000)
        guard case .timedOut = device.dequeue(until: soon) else {
            Issue.record("all slots are lent")
            return
        }
        _ = held.pop()
        #expect(try frame(&device).info.sequence == 9)
    }

    @Test func `another opening begins with part 0 again`() throws {
        var device = device()
        for _ in 0..<2 {
            _ = try device.open()
            try device.start()
            #expect(try frame(&device).info.partID.string.hasPrefix("000000 "))
            device.close()
        }
    }

    @Test(arguments: [(0, "000000"), (123, "000123"), (999_999, "999999"), (1_234_567, "1234567")])
    func `a part's number has six digits at least`(part: UInt64, digits: String) {
        let truth = Self.goodLine.truth(of: part)
        #expect(DemoDevice.name(of: part, truth).string == "\(digits) good")
    }

    @Test(.enabled(if: countsAllocations)) func `a frame's making allocates nothing`() throws {
        var device = device()
        _ = try device.open()
        try device.start()
        let made = allocations { _ = device.dequeue(until: Instant(nanoseconds: .max)) }
        #expect(made == 0)
    }
}
