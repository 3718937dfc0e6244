import Foundation

/// The files that the rules are about.
enum Repository {
    static let root = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../..").standardized

    /// Every source of ours, Swift and C.
    static let sources = files(
        under: ["Sources", "Tests"], endings: [".swift", ".c", ".h", ".inc"], without: "Fixtures/")

    /// Everything that is text and ours.
    static let texts =
        sources
        + files(
            under: ["systemd", "config", ".ci", "Tests"],
            endings: [
                ".service", ".socket", ".target", ".catalog", ".sysusers", ".toml", ".py", "/run",
                "/check-units", "/demo", "/install-libraries", "/need-swift", "/after-install",
                "/system-test", "/agent", "/initramfs-init", "/install",
            ], without: "Fixtures/")
        + [
            "Package.swift", "Makefile", "README.md", ".ci/make-deb", "systemd/60-sight.rules",
            "systemd/debian/control", "systemd/debian/postinst", "systemd/debian/prerm",
            "systemd/debian/postrm", "Tests/System/cases/package.sh",
        ].compactMap { SourceFile(path: $0, root: root) }

    static let manifest = Manifest(text: text(of: "Package.swift"))

    static func text(of path: String) -> String {
        (try? String(contentsOf: root.appending(path: path), encoding: .utf8)) ?? ""
    }

    private static func files(
        under folders: [String], endings: [String], without: String
    ) -> [SourceFile] {
        folders.flatMap { folder -> [SourceFile] in
            let base = root.appending(path: folder)
            let names =
                FileManager.default.enumerator(atPath: base.path)?.compactMap { $0 as? String }
                ?? []
            return names.sorted().map { "\(folder)/\($0)" }
                .filter { path in
                    endings.contains { path.hasSuffix($0) } && !path.contains(without)
                }
                .compactMap { SourceFile(path: $0, root: root) }
        }
    }
}
