extension Settings {
    /// Every key, in the order of the default file; a key is named here and nowhere else.
    public static let all: [Setting] = line + camera + inspection + events + record

    private static let line = [
        Setting(
            "line.name", \.line.name, .text(.name), .restart,
            "The line's name in events, in the journal and in the socket's path.")
    ]

    private static let camera = [
        Setting(
            "camera.source", \.camera.source, .text(.source), .restart,
            "Where frames come from: a camera (prefer /dev/v4l/by-id/…, which stays the same), "
                + "a folder of pictures (replay:FOLDER?fps=10&loop), or the built-in demo line."),
        Setting(
            "camera.format", \.camera.format, .choice(formats), .restart,
            "The pixel format by V4L2's name; auto takes the best one offered."),
        Setting(
            "camera.size", \.camera.size,
            .list([("width", 1...65535), ("height", 1...65535)]), .restart,
            absent: ("the source's own size", example: Size(width: 1280, height: 720)),
            "The frame's width and height in pixels."),
        Setting(
            "camera.fps", \.camera.fps, .number(0.01...10_000), .restart,
            absent: ("the source's own rate", example: 30), "The frames per second asked for."),
        Setting(
            "camera.controls", \.camera.controls, .controls, .restart,
            "The camera's controls to set, in this order, then read back; "
                + "`sight cameras` lists them."),
        Setting(
            "camera.stall_timeout", \.camera.stallTimeout,
            .duration(.milliseconds(10) ... .seconds(600)), .restart,
            "The time without a frame after which the camera is taken as stalled and opened anew."),
        Setting(
            "camera.buffers", \.camera.buffers, .integer(4...32), .restart,
            "The frame buffers asked of the driver."),
        Setting(
            "camera.warmup_frames", \.camera.warmUpFrames, .integer(0...10_000), .restart,
            "The first frames after each start of the camera that are undecided, for one whose "
                + "exposure has to settle."),
    ]

    private static let formats = [
        "auto", "YUYV", "MJPG", "GREY", "RGB3", "BGR3", "NV12", "YU12", "BA81", "GBRG", "GRBG",
        "RGGB",
    ]

    private static let inspection =
        [
            Setting(
                "inspection.model", \.inspection.model, .text(.path(empty: "not set yet")), .reload,
                "The model file; the daemon does not start without one."),
            Setting(
                "inspection.region", \.inspection.region,
                .list([
                    ("x", 0...65535), ("y", 0...65535), ("width", Region.shortestSide...65535),
                    ("height", Region.shortestSide...65535),
                ]), .reload,
                absent: (
                    "the whole frame", example: Region(x: 280, y: 0, width: 720, height: 720)
                ),
                "The inspected rectangle in camera pixels."),
            Setting(
                "inspection.ignore", \.inspection.ignore, .text(.path()), .reload,
                absent: ("all is inspected", example: "/etc/sight/mask.png"),
                "A picture laid over the region: where it is white, nothing is inspected."),
            Setting(
                "inspection.false_reject_rate", \.inspection.falseRejectRate,
                .number(0.000_001...0.5), .reload,
                "The share of normal parts that may fail; the threshold follows from the model's "
                    + "calibration scores."),
            Setting(
                "inspection.threshold", \.inspection.threshold, .number(-1_000_000...1_000_000),
                .reload, absent: ("from false_reject_rate", example: 3.2),
                "The image score from which a part fails, in place of false_reject_rate."),
            Setting(
                "inspection.map_threshold", \.inspection.mapThreshold,
                .number(-1_000_000...1_000_000, auto: "from the model"), .reload,
                absent: ("from the model", example: 0.2),
                "The value of the anomaly map from which a place is told in the event's regions."),
            Setting(
                "inspection.deadline", \.inspection.deadline,
                .duration(.milliseconds(1) ... .seconds(60)), .reload,
                absent: ("none", example: .milliseconds(100)),
                "The time from capture in which the verdict leaves: undecided (late) if need be."),
        ] + conduct + checks

    private static let conduct = [
        Setting(
            "inspection.every_frame", \.inspection.everyFrame, .flag, .restart,
            "Whether each frame is judged in order; else the newest wins and the overtaken "
                + "are counted as missed."),
        Setting(
            "inspection.precision", \.inspection.precision,
            .choice(Precision.allCases.map(\.rawValue)), .reload,
            "The numbers the network computes with; auto takes the fastest in which the model's "
                + "golden pictures and held-out good parts agree."),
        Setting(
            "inspection.threads", \.inspection.threads,
            .integer(1...Inspection.mostThreads, zero: "all allowed processors"), .restart,
            "The threads the network computes on, one for each allowed processor at most."),
        Setting(
            "inspection.realtime_priority", \.inspection.realtimePriority,
            .integer(1...48, zero: "off"), .restart,
            "The priority of inference, capture one above it and the publisher two; the line "
                + "goes on without where the system refuses."),
    ]

    private static let checks = [
        Setting(
            "inspection.dark_level", \.inspection.darkLevel, .integer(1...255, zero: "off"),
            .reload, "The grey level below which 99 % of the pixels of a dark picture are."),
        Setting(
            "inspection.saturated_share", \.inspection.saturatedShare, .number(0.01...1),
            .reload, "The share of pixels at 255 from which a picture is saturated; 1 means all."),
        Setting(
            "inspection.frozen_frames", \.inspection.frozenFrames,
            .integer(2...1000, zero: "off"), .reload,
            "The identical frames in a row from which a camera's frame is frozen."),
    ]

    private static let events = [
        Setting(
            "events.socket", \.events.socket, .text(.path(limit: TextRule.socketPathLimit)),
            .restart,
            absent: ("/run/sight/NAME.sock, with the line's name", example: "/run/sight/line.sock"),
            "The path of the event socket."),
        Setting(
            "events.history", \.events.history, .integer(1...65536), .restart,
            "The events kept for late subscribers."),
        Setting(
            "events.max_clients", \.events.maxClients, .integer(1...256), .restart,
            "The clients served at once."),
        Setting(
            "events.statistics_interval", \.events.statisticsInterval,
            .duration(.milliseconds(100) ... .seconds(3600)), .restart,
            "The time from one statistics event to the next."),
    ]

    private static let record = [
        Setting(
            "record.directory", \.record.directory, .text(.path(empty: "off")), .reload,
            "The folder in which failed and undecided pictures are kept, with heat map and "
                + "scores."),
        Setting(
            "record.keep", \.record.keepBytes, .bytes(1 << 20...1 << 50), .reload,
            "The size of all records; the oldest go first."),
        Setting(
            "record.max_per_minute", \.record.maxPerMinute,
            .integer(1...100_000, zero: "no limit"), .reload,
            "The records written in one minute; those above are counted as dropped."),
    ]
}
