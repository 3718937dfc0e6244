import Testing

/// Which module may know which.
@Suite struct ArrowTests {
    static let manifest = Repository.manifest
    static let ours = Set(Repository.sources.filter { $0.path.hasPrefix("Sources/") }.map(\.target))

    @Test func `the manifest is understood`() {
        #expect(Self.manifest.arrows["sightd"]?.contains("Inspection") == true)
        #expect(Self.manifest.arrows["sight"]?.contains("ArgumentParser") == true)
        #expect(Self.manifest.arrows["Realtime"] == [])
        #expect(Self.manifest.arrows["HostTests"]?.contains("Realtime") == true)
        for target in Self.ours where Self.manifest.arrows[target] == nil {
            Issue.record("Package.swift: there is Sources/\(target), but no target of this name")
        }
    }

    @Test func `a module imports only what the manifest lets it`() {
        let known = Self.ours.union(["ArgumentParser"])
        for file in Repository.sources where file.path.hasPrefix("Sources/") && file.isSwift {
            let allowed = Self.manifest.arrows[file.target] ?? []
            for (number, module) in file.imports
            where known.contains(module) && module != file.target && !allowed.contains(module) {
                Issue.record(
                    """
                    \(file.path):\(number): Package.swift does not let \(file.target) import \
                    \(module)
                    """)
            }
        }
    }

    @Test func `the daemon holds no training code and no command-line library`() {
        let daemon = Self.manifest.closure(of: "sightd")
        #expect(daemon.contains("Host") && daemon.contains("Anomaly"))
        for module in ["Training", "ArgumentParser"] {
            #expect(!daemon.contains(module), "sightd contains \(module)")
        }
    }

    @Test func `no arrow turns back`() {
        for (target, arrows) in Self.manifest.arrows {
            for next in arrows where Self.manifest.closure(of: next).contains(target) {
                Issue.record("Package.swift: \(target) and \(next) depend on each other")
            }
        }
    }
}
