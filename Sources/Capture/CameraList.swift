import Host

/// A camera of this machine, as `sight cameras` shows it.
public struct CameraDescription: Sendable {
    /// The node, such as `/dev/video0`.
    public var path: String
    /// Paths that stay the same when cameras are plugged in another order; the best first.
    public var stablePaths: [String]
    /// The camera's name.
    public var card: String
    /// The driver's name.
    public var driver: String
    /// Where it is plugged in.
    public var bus: String
    /// What it can capture.
    public var formats: [CameraFormat]
    /// What can be set.
    public var controls: [CameraControl]
}

/// The cameras of this machine.
public enum CameraList {
    /// What stands at a video node.
    public enum Entry: Sendable {
        /// A camera.
        case camera(CameraDescription)
        /// A node that could not be asked, and why.
        case refused(path: String, CameraError)
    }

    /// Asks every video node; nodes that capture nothing are left out.
    ///
    /// - Throws: `.unreadable` when /dev cannot be listed.
    public static func all() throws(CameraError) -> [Entry] {
        let names: [String]
        do throws(HostError) {
            names = try FileSystem.list("/dev")
        } catch {
            throw .unreadable(path: "/dev", reason: error.description)
        }
        let numbers = names.compactMap { name in
            name.hasPrefix("video") ? Int(name.dropFirst(5)) : nil
        }
        let links = stableLinks()
        return numbers.sorted().compactMap { number in
            let path = "/dev/video\(number)"
            do throws(CameraError) {
                return try entry(path, links.filter { $0.target == "video\(number)" }.map(\.path))
            } catch {
                return .refused(path: path, error)
            }
        }
    }

    private static func entry(
        _ path: String, _ stablePaths: [String]
    ) throws(CameraError) -> Entry? {
        let handle = try V4L2Handle(path: path)
        let identity = try handle.identity()
        guard identity.captures, identity.streams else { return nil }
        return .camera(
            CameraDescription(
                path: path, stablePaths: stablePaths, card: identity.card, driver: identity.driver,
                bus: identity.bus, formats: handle.formats(), controls: handle.controls()))
    }

    /// udev's links to video nodes; there are none where udev is not at work.
    private static func stableLinks() -> [(path: String, target: String)] {
        ["/dev/v4l/by-id", "/dev/v4l/by-path"].flatMap { folder in
            let names = (try? FileSystem.list(folder)) ?? []
            return names.compactMap { name in
                let path = "\(folder)/\(name)"
                return V4L2Calls.target(of: path).map { (path, FileSystem.name(of: $0)) }
            }
        }
    }
}
