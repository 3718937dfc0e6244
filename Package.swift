// swift-tools-version: 6.3
import PackageDescription

let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableExperimentalFeature("Lifetimes"),
    .enableExperimentalFeature("SafeInteropWrappers"),
    // Swift 6.3.1 crashes in release (IRGenerator::emitLazyDefinitions) when the wrappers of C
    // functions meet whole-module code generation over several object files. One code thread
    // would not do: it writes one object file a module, and the linker looks for one a source.
    // The hot loops are in C and lose nothing.
    .unsafeFlags(["-no-whole-module-optimization"], .when(configuration: .release)),
]

/// A Swift module of ours, with the strictest checks the compiler has.
func module(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

/// A program of ours.
func program(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .executableTarget(name: name, dependencies: dependencies, swiftSettings: strict)
}

/// The tests of one module.
func tests(of name: String, _ more: [Target.Dependency] = []) -> Target {
    .testTarget(
        name: name + "Tests", dependencies: [.byName(name: name), "TestSupport"] + more,
        swiftSettings: strict)
}

/// A library of the distribution, found by pkg-config.
func library(_ name: String, pkgConfig: String, apt: String) -> Target {
    .systemLibrary(name: name, pkgConfig: pkgConfig, providers: [.apt([apt])])
}

let package = Package(
    name: "sight",
    products: [
        .executable(name: "sightd", targets: ["sightd"]),
        .executable(name: "sight", targets: ["sight"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2")
    ],
    targets: [
        // C: the distribution's libraries, then ours.
        library("CV4L2", pkgConfig: "libv4l2", apt: "libv4l-dev"),
        library("CV4LConvert", pkgConfig: "libv4lconvert", apt: "libv4l-dev"),
        library("COpenBLAS", pkgConfig: "openblas", apt: "libopenblas-dev"),
        // In no target's list yet, so nothing links it and no build needs it.
        library("CFFTW", pkgConfig: "fftw3f", apt: "libfftw3-dev"),
        library("CJPEG", pkgConfig: "libjpeg", apt: "libjpeg-dev"),
        library("CPNG", pkgConfig: "libpng", apt: "libpng-dev"),
        library("CSystemd", pkgConfig: "libsystemd", apt: "libsystemd-dev"),
        .target(name: "CLinux"),
        .target(
            name: "CImaging", dependencies: ["CJPEG", "CPNG", "CV4LConvert"],
            cSettings: [.unsafeFlags(["-O3", "-Wall", "-Werror"])]),
        .target(name: "CKernels", cSettings: [.unsafeFlags(["-O3", "-Wall", "-Werror"])]),

        // Each module may import only what stands above it.
        module("Realtime"),
        module("Settings"),
        module("Events", ["Realtime"]),
        module("Demo"),
        module("Host", ["Realtime", "CLinux", "CSystemd"]),
        module("Compute", ["CKernels", "COpenBLAS", "Host"]),
        module("Imaging", ["CImaging"]),
        module("Anomaly", ["Compute", "Host", "CKernels"]),
        module("Capture", ["Realtime", "Host", "Imaging", "Demo", "CV4L2"]),
        module(
            "Inspection",
            [
                "Capture", "Imaging", "Anomaly", "Compute", "Settings", "Events", "Realtime",
                "Host",
            ]),
        module("Training", ["Anomaly", "CKernels", "Compute", "Host", "Imaging"]),
        module("Evaluation", ["Anomaly", "Host", "Imaging"]),

        program("sightd", ["Inspection", "Host"]),
        program(
            "sight",
            [
                "Training", "Evaluation", "Inspection", "Capture", "Imaging", "Anomaly", "Compute",
                "Settings", "Events", "Host", "Realtime",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]),
        .executableTarget(
            name: "bench",
            dependencies: [
                "Inspection", "Anomaly", "Imaging", "Demo", "Training", "Evaluation", "Compute",
                "Host", "CKernels",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            exclude: ["peers"], swiftSettings: strict),

        .target(name: "CAllocationCount", path: "Tests/CAllocationCount"),
        .target(name: "CTestLevel", dependencies: ["CKernels"], path: "Tests/CTestLevel"),
        .target(name: "CTileModel", dependencies: ["CKernels"], path: "Tests/CTileModel"),
        .target(
            name: "CJPEGWriter", dependencies: ["CJPEG"], path: "Tests/CJPEGWriter"),
        .target(
            name: "TestSupport",
            dependencies: [
                "CAllocationCount", "CTestLevel", "Capture", "Host", "Imaging", "Realtime",
            ],
            path: "Tests/TestSupport", swiftSettings: strict),
        tests(of: "Realtime", ["Host"]),
        tests(of: "Settings"),
        tests(of: "Events", ["Realtime"]),
        tests(of: "Demo"),
        tests(of: "Host", ["Realtime"]),
        tests(of: "Compute", ["CKernels", "CTestLevel", "CTileModel"]),
        tests(of: "Imaging", ["CImaging", "CJPEGWriter"]),
        tests(of: "Anomaly", ["Compute", "CKernels", "Host"]),
        tests(of: "Capture", ["Realtime", "Host", "Imaging", "Demo"]),
        tests(
            of: "Inspection",
            [
                "Capture", "Imaging", "Anomaly", "Compute", "Settings", "Events", "Realtime",
                "Host", "Demo",
            ]),
        tests(of: "Training", ["Anomaly", "CKernels", "Compute", "Host", "Imaging"]),
        tests(of: "Evaluation", ["Anomaly", "Imaging"]),
        tests(
            of: "sight",
            [
                "Anomaly", "Evaluation", "Events", "Host", "Imaging", "Inspection", "Realtime",
                "Settings", "Training",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]),
        tests(of: "bench", ["Host"]),
        .testTarget(name: "TidyTests", swiftSettings: strict),
    ]
)

// FUZZ=1 swift build --product FuzzSettings --sanitize fuzzer
if Context.environment["FUZZ"] != nil {
    package.targets += [
        program("FuzzSettings", ["Settings"]),
        program("FuzzModelFile", ["Anomaly"]),
        program("FuzzJPEG", ["Imaging"]),
        program("FuzzTorchImport", ["Training"]),
    ]
}
