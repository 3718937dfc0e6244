/// The only files that may say `unsafe`: each is a boundary to C or owns memory by hand.
///
/// Add a file here with its reason, after asking whether an existing one can do it. Everything else
/// sees `Span`.
let unsafeFiles: [String: String] = [
    "Realtime/Ring": "owns its slots",
    "Realtime/Mailbox": "owns its slots",
    "Host/Thread": "hands a function to pthread_create",
    "Host/MappedFile": "owns a mapping",
    "Host/Environment": "reads C strings of getenv",
    "Host/SystemSleeper": "calls clock_nanosleep",
    "Compute/BandJob": "hands arrays to the team's threads by pointer",
    "Compute/ConvolutionStep": "hands arrays to the team's threads by pointer",
    "Compute/Team": "hands a job's address to its threads",
    "Compute/MatrixProduct": "calls OpenBLAS",
    "Compute/Storage": "owns aligned memory",
    "Compute/Spectrum": "calls FFTW",
    "Anomaly/Numbers": "reads numbers from a mapped file",
    "Imaging/BayerConverter": "calls libv4lconvert",
    "Imaging/FileBytes": "reads files",
    "Imaging/FileEntries": "reads folders",
    "Imaging/JPEGDecoder": "owns libjpeg's state",
    "Imaging/SystemText": "reads C strings of strerror",
    "Capture/Frame": "lends a slot's memory as a span",
    "Capture/FramePool": "owns the slots",
    "Capture/V4L2Calls": "calls libv4l2",
    "Capture/V4L2Device": "calls libv4l2",
    "Capture/V4L2Handle": "owns mapped buffers",
    "Settings/Files": "reads files without Host, below which it stands",
    "FuzzSettings/Fuzz": "libFuzzer's entry",
    "FuzzModelFile/Fuzz": "libFuzzer's entry",
    "FuzzJPEG/Fuzz": "libFuzzer's entry",
    "FuzzTorchImport/Fuzz": "libFuzzer's entry",
]
