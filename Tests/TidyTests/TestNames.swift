/// Test files that are not about one source file, with what they are about.
let testsOfMore: [String: String] = [
    "Tests/AnomalyTests/HostileModelFileTests": "damaged files, met by every part of the reader",
    "Tests/AnomalyTests/OracleTests": "the official networks' outputs",
    "Tests/ComputeTests/KernelTests": "the C kernels",
    "Tests/ComputeTests/ProductTests": "the C kernel of products",
    "Tests/InspectionTests/LineTests": "a whole line",
    "Tests/InspectionTests/ReadmeTests": "the README's tables",
    "Tests/TrainingTests/OracleFittingTests": "fitting, against the official networks' outputs",
    "Tests/TrainingTests/TorchMutationTests": "damaged checkpoints, met by the whole importer",
]
