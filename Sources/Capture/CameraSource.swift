public import Demo

/// Where frames come from: the value of `camera.source`.
///
///     /dev/v4l/by-id/usb-…-video-index0
///     replay:FOLDER?fps=10&loop
///     demo:?fps=5&seed=7&defects=6
public enum CameraSource: Sendable, Equatable {
    /// A Video4Linux device, by its path.
    case camera(path: String)
    /// The pictures of a folder and its subfolders, in the order of their paths.
    case replay(folder: String, framesPerSecond: Double?, loops: Bool)
    /// The virtual line; in the text `defects` is `never`, a kind, or N for one part in N.
    case demo(framesPerSecond: Double?, seed: UInt64, defects: DefectPolicy)

    /// The rate of a simulated source when nobody names one.
    public static let defaultRate = 10.0

    /// Reads the text.
    ///
    /// - Throws: `.badSource` for an unknown kind, an unknown, doubled or malformed option.
    public init(_ text: String) throws(CameraError) {
        var options: Options
        if text.hasPrefix("/") {
            self = .camera(path: text)
            return
        }
        guard let colon = text.firstIndex(of: ":") else {
            throw .badSource(
                text: text,
                reason: "write a device's whole path, `replay:FOLDER` or `demo:`")
        }
        options = try Options(text, after: text.index(after: colon))
        switch text[..<colon] {
            case "replay":
                guard !options.place.isEmpty else {
                    throw .badSource(text: text, reason: "name a folder after `replay:`")
                }
                let rate = try options.rate()
                self = .replay(
                    folder: options.place, framesPerSecond: rate, loops: try options.flag("loop"))
            case "demo":
                guard options.place.isEmpty else {
                    throw .badSource(text: text, reason: "nothing but options follows `demo:`")
                }
                let rate = try options.rate()
                self = .demo(
                    framesPerSecond: rate, seed: try options.whole("seed") ?? 1,
                    defects: try options.defects() ?? .demo)
            default:
                throw .badSource(
                    text: text,
                    reason: "`\(text[..<colon])` is no kind of source; "
                        + "write a device's whole path, `replay:FOLDER` or `demo:`")
        }
        try options.checkEmpty(
            allowed: text.hasPrefix("demo:") ? "fps, seed and defects" : "fps and loop")
    }
}

extension CameraSource {
    /// The place and the options of a source's text.
    private struct Options {
        let text: String
        let place: String
        var values: [String: String] = [:]

        init(_ text: String, after start: String.Index) throws(CameraError) {
            self.text = text
            let mark = text[start...].lastIndex(of: "?")
            place = String(text[start..<(mark ?? text.endIndex)])
            guard let mark else { return }
            for part in text[text.index(after: mark)...].split(separator: "&") {
                let end = part.firstIndex(of: "=") ?? part.endIndex
                let name = String(part[..<end])
                guard values[name] == nil else { throw wrong("`\(name)` is given twice") }
                values[name] = String(part[end...].dropFirst())
            }
        }

        func wrong(_ reason: String) -> CameraError { .badSource(text: text, reason: reason) }

        mutating func take(_ name: String) -> String? { values.removeValue(forKey: name) }

        mutating func flag(_ name: String) throws(CameraError) -> Bool {
            guard let value = take(name) else { return false }
            switch value {
                case "", "1", "true": return true
                case "0", "false": return false
                default: throw wrong("`\(name)` is a switch: `\(name)`, or `\(name)=0`")
            }
        }

        mutating func whole(_ name: String) throws(CameraError) -> UInt64? {
            guard let value = take(name) else { return nil }
            guard let number = UInt64(value) else { throw wrong("`\(name)` is a whole number") }
            return number
        }

        mutating func rate() throws(CameraError) -> Double? {
            guard let value = take("fps") else { return nil }
            guard let rate = Double(value), (0.01...1000).contains(rate) else {
                throw wrong("`fps` is a number from 0.01 to 1000")
            }
            return rate
        }

        mutating func defects() throws(CameraError) -> DefectPolicy? {
            guard let value = take("defects") else { return nil }
            if value == "never" { return .never }
            if let number = Int(value), number > 0 { return .oneIn(number) }
            if let kind = DefectKind.allCases.first(where: { $0.name == value }) {
                return .always(kind)
            }
            let kinds = DefectKind.allCases.map(\.name).joined(separator: ", ")
            throw wrong("`defects` is `never`, N for one part in N, or one of \(kinds)")
        }

        func checkEmpty(allowed: String) throws(CameraError) {
            guard let name = values.keys.min() else { return }
            throw wrong("there is no option `\(name)`; allowed are \(allowed)")
        }
    }
}
