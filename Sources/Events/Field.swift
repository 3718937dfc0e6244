/// Every field name of the protocol, each written here and nowhere else.
enum Field: String, CaseIterable {
    case event, `protocol`, version, line
    case bootID = "boot_id"
    case invocationID = "invocation_id"
    case model
    case modelName = "model_name"
    case threshold, instructions, sequence
    case time = "time_us"
    case state, why, frame
    case captured = "captured_ns"
    case clock
    case timestampSource = "timestamp_source"
    case verdict, reason, score, picturable, unpicturable, raw, normalised, worst, x, y
    case regions, width, height
    case partID = "part_id"
    case precision, threads, simulated
    case timeline = "timeline_us"
    case queued, begun, decided, published
    case deadline = "deadline_us"
    case count, result, from, to, status, source, device, format, fps
    case frames, pass, fail, undecided, missed
    case inFlight = "in_flight"
    case latency = "latency_us"
    case p50, p90, p99, max, drift, mean, deviation, records, written, dropped, clients
    case memory = "memory_bytes"
    case uptime = "uptime_s"
    // What a client may say.
    case subscribe, since, events, verdicts, request
}
