internal import Host

/// Keeps a line's records within their quota; the oldest go first.
struct RecordQuota {
    let folder: String
    let keepBytes: UInt64

    /// Removes the oldest records when there is too much.
    ///
    /// - Parameter used: The bytes in the folder; `nil`: not counted yet. Is kept up to date.
    /// - Throws: `.call` when the folder cannot be read or a record not removed.
    func enforce(used: inout UInt64?) throws(HostError) {
        var total = if let used { used } else { try measure() }
        if total > keepBytes {
            // Some room at once, so that not every record has to make its own.
            try removeOldest(from: &total, downTo: keepBytes - keepBytes / 20)
        }
        used = total
    }

    private func measure() throws(HostError) -> UInt64 {
        var total: UInt64 = 0
        for day in try days() {
            for name in try FileSystem.list("\(folder)/\(day)") {
                total += try FileSystem.status(of: "\(folder)/\(day)/\(name)")?.size ?? 0
            }
        }
        return total
    }

    private func removeOldest(from total: inout UInt64, downTo goal: UInt64) throws(HostError) {
        for day in try days() {
            let path = "\(folder)/\(day)"
            for name in try FileSystem.list(path) {
                if total <= goal { return }
                let size = try FileSystem.status(of: "\(path)/\(name)")?.size ?? 0
                try FileSystem.removeFile("\(path)/\(name)")
                total -= min(size, total)
            }
            try FileSystem.removeFolder(path)
        }
    }

    /// The folders of days, oldest first; anything else in the folder is not ours to count.
    private func days() throws(HostError) -> [String] {
        try FileSystem.list(folder).filter {
            $0.count == 10 && $0.allSatisfy { $0.isNumber || $0 == "-" }
        }
    }
}
