import Host
import Imaging

/// The pictures that `sight inspect` is asked to judge, in order.
struct InspectedPictures {
    /// A picture and the name its heat map gets below the folder of heat maps.
    struct Picture: Equatable {
        var path: String
        var mapName: String
    }

    /// Every picture named or inside a folder named; a folder's structure is kept.
    private(set) var pictures: [Picture] = []
    /// Why folders could not be listed, a sentence each.
    private(set) var complaints: [String] = []

    /// Looks for the pictures; one that is not there is told when it is read.
    init(_ paths: [String]) {
        for path in paths {
            do {
                try add(path)
            } catch {
                complaints.append("\(error)")
            }
        }
    }

    /// The first two pictures whose heat maps would be one file.
    var clash: (Picture, Picture)? {
        var first: [String: Picture] = [:]
        for picture in pictures {
            if let other = first.updateValue(picture, forKey: picture.mapName) {
                return (other, picture)
            }
        }
        return nil
    }

    private mutating func add(_ path: String) throws {
        guard try FileSystem.status(of: path)?.kind == .folder else {
            pictures.append(
                Picture(path: path, mapName: Self.mapName(FileSystem.name(of: path))))
            return
        }
        let base = path.hasSuffix("/") ? path : path + "/"
        for picture in try PictureFolder.pictures(under: path) {
            let relative =
                picture.hasPrefix(base)
                ? String(picture.dropFirst(base.count)) : FileSystem.name(of: picture)
            pictures.append(Picture(path: picture, mapName: Self.mapName(relative)))
        }
    }

    private static func mapName(_ name: String) -> String {
        let stem = name.lastIndex(of: ".").map { String(name[..<$0]) } ?? name
        return stem + "-map.png"
    }
}
