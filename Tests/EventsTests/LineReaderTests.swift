import Events
import Realtime
import Testing

@Suite struct LineReaderTests {
    @Test(arguments: Samples.all) func `a line reads back as its event`(event: Event) throws {
        #expect(try LineReader.event(line(event)) == event)
    }

    @Test func `every finite number reads back the same`() throws {
        var random = SystemRandomNumberGenerator()
        var event = VerdictEvent()
        for _ in 0..<5000 {
            let number = Float(bitPattern: random.next())
            if !number.isFinite { continue }
            event.score = number
            event.sequence = random.next()
            event.worst = Pixel(x: Int32.random(in: .min ... .max), y: 0)
            #expect(try LineReader.event(line(.verdict(event))) == .verdict(event))
        }
    }

    @Test func `a verdict keeps every reason, clock and source`() throws {
        var event = VerdictEvent()
        for reason in UndecidedReason.allCases {
            event.verdict = .undecided(reason)
            #expect(try LineReader.event(line(.verdict(event))) == .verdict(event))
        }
        for clock in CaptureClock.allCases {
            for source in TimestampSource.allCases {
                event.clock = clock
                event.timestampSource = source
                #expect(try LineReader.event(line(.verdict(event))) == .verdict(event))
            }
        }
    }

    @Test func `unknown fields are ignored`() throws {
        let text = """
            {"event":"gap","new":{"deep":[1,{"a":null}]},"from":1,"to":2,"more":"x"}
            """
        #expect(try LineReader.event(Array(text.utf8)) == .gap(GapEvent(from: 1, to: 2)))
    }

    @Test func `an event of a later version says its name`() {
        #expect(throws: EventsError.unknownEvent("weather")) {
            try LineReader.event(Array(#"{"event":"weather"}"#.utf8))
        }
    }

    @Test(
        arguments: [
            (#"{"event":"gap","from":1}"#, EventsError.missing(field: "to")),
            (#"{"event":"gap","from":1,"to":null}"#, .missing(field: "to")),
            (
                #"{"event":"gap","from":-1,"to":2}"#,
                .wrong(field: "from", expected: "a whole number from 0")
            ),
            (#"{"from":1,"to":2}"#, .missing(field: "event")),
            ("[]", .wrong(field: "the line", expected: "an object")),
            (#"{"event":7}"#, .wrong(field: "event", expected: "a text")),
        ])
    func `a wrong field is named`(text: String, error: EventsError) {
        #expect(throws: error) { try LineReader.event(Array(text.utf8)) }
    }

    @Test func `a line cut anywhere is refused`() {
        for event in Samples.full {
            let whole = line(event).dropLast()
            for length in 0..<whole.count {
                #expect(throws: EventsError.self) {
                    try LineReader.event(Array(whole.prefix(length)))
                }
            }
        }
    }

    @Test func `a garbled line is refused or read, never worse`() {
        var random = SystemRandomNumberGenerator()
        for event in Samples.full {
            let whole = line(event)
            for _ in 0..<2000 {
                var garbled = whole
                for _ in 0..<Int.random(in: 1...4) {
                    let at = Int.random(in: 0..<garbled.count, using: &random)
                    garbled[at] = UInt8.random(in: .min ... .max, using: &random)
                }
                guard let read = try? LineReader.event(garbled) else { continue }
                #expect((try? LineReader.event(line(read))) == read)
            }
        }
    }
}

@Suite struct ClientRequestTests {
    @Test func `a request for statistics is read`() throws {
        #expect(
            try LineReader.request(Array("{\"request\":\"statistics\"}\n".utf8)) == .statistics)
    }

    @Test func `a subscription is read`() throws {
        let text = """
            {"subscribe":{"since":77,"events":["verdict","missed"],"verdicts":["fail"]}}
            """
        guard case .subscribe(let subscription) = try LineReader.request(Array(text.utf8)) else {
            Issue.record("no subscription")
            return
        }
        #expect(subscription.since == 77)
        var verdict = VerdictEvent()
        verdict.verdict = .pass
        #expect(!subscription.wants(.verdict(verdict)))
        verdict.verdict = .fail
        #expect(subscription.wants(.verdict(verdict)))
        #expect(subscription.wants(.missed(MissedEvent(count: 1, reason: .overtaken))))
        #expect(!subscription.wants(.state(StateEvent(.stalled))))
        #expect(subscription.wants(.gap(GapEvent(from: 1, to: 1))))
        #expect(subscription.wants(.hello(HelloEvent())))
    }

    @Test func `a written request reads back`() throws {
        #expect(try LineReader.request(ClientRequest.statistics.line) == .statistics)
        #expect(
            String(decoding: ClientRequest.subscribe(Subscription()).line, as: UTF8.self)
                == "{\"subscribe\":{}}\n")
        var subscription = Subscription()
        subscription.since = .max
        subscription.events = NamedSet([.verdict, .missed])
        subscription.verdicts = NamedSet([.undecided])
        let request = ClientRequest.subscribe(subscription)
        #expect(try LineReader.request(request.line) == request)
        subscription.events = NamedSet()
        let nothing = ClientRequest.subscribe(subscription)
        #expect(try LineReader.request(nothing.line) == nothing)
    }

    @Test func `an empty subscription wants all from now`() throws {
        let request = try LineReader.request(Array(#"{"subscribe":{}}"#.utf8))
        #expect(request == .subscribe(Subscription()))
        for event in Samples.all { #expect(Subscription().wants(event)) }
    }

    @Test(
        arguments: [
            "", "{}", "null", #"{"request":"shutdown"}"#, #"{"subscribe":[]}"#,
            #"{"subscribe":{"since":-1}}"#, #"{"subscribe":{"events":["nothing"]}}"#,
            #"{"subscribe":{"verdicts":"fail"}}"#, #"{"subscribe":{"since":1e3}}"#,
        ])
    func `any other request is refused`(text: String) {
        #expect(throws: EventsError.self) { try LineReader.request(Array(text.utf8)) }
    }
}
