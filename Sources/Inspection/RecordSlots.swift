internal import Imaging
internal import Synchronization

/// The pictures on their way to the disk: memory made once, filled by the inference thread, passed
/// on by the main thread, written and set free by the recording thread.
final class RecordSlots: Sendable {
    /// One picture with its map, or the bytes of a frame that could not be decoded.
    final class Slot: @unchecked Sendable {
        // @unchecked: whoever took the slot owns its contents until `isTaken` is released.
        fileprivate let isTaken = Atomic<Bool>(false)
        /// The inspected region; empty when only `raw` is there.
        var picture = RGBPicture()
        /// The anomaly map, (mapSide, mapSide); empty when the networks did not run.
        var map: [Float] = []
        /// (256, 256): 1 where the picture is not inspected; empty when all of it is.
        var ignored: [UInt8] = []
        /// The frame as the camera gave it, where it was not decoded.
        var raw: [UInt8] = []
        /// How `raw` is laid out.
        var layout: FrameLayout?

        fileprivate func clear() {
            picture.reshape(width: 0, height: 0)
            map.removeAll(keepingCapacity: true)
            ignored.removeAll(keepingCapacity: true)
            raw.removeAll(keepingCapacity: true)
            layout = nil
        }

        /// Makes room before the first frame of a size, so that filling the slot allocates nothing.
        func reserve(width: Int, height: Int, mapCells: Int, rawBytes: Int) {
            picture.reshape(width: width, height: height)
            map.reserveCapacity(mapCells)
            ignored.reserveCapacity(Preprocessor.side * Preprocessor.side)
            raw.reserveCapacity(rawBytes)
        }
    }

    private let slots: [Slot]
    private let open = Atomic<Bool>(true)

    init(count: Int) {
        slots = (0..<count).map { _ in Slot() }
    }

    /// A slot's contents; only for the one who took it.
    subscript(index: Int) -> Slot { slots[index] }

    /// Whether pictures are wanted: the main thread says so, the inference thread goes by it.
    ///
    /// What was taken before is still on its way after.
    var isOpen: Bool {
        get { open.load(ordering: .relaxed) }
        set { open.store(newValue, ordering: .relaxed) }
    }

    /// Pictures that were not recorded because every slot was on its way.
    let refused = Atomic<UInt64>(0)

    /// Makes room in every slot that nobody has taken.
    func reserve(width: Int, height: Int, mapCells: Int, rawBytes: Int) {
        for slot in slots where !slot.isTaken.exchange(true, ordering: .acquiring) {
            slot.reserve(width: width, height: height, mapCells: mapCells, rawBytes: rawBytes)
            slot.isTaken.store(false, ordering: .releasing)
        }
    }

    /// Takes a free slot, emptied; `nil` when none is wanted and, counted in `refused`, when all
    /// are on their way.
    func take() -> Int? {
        guard isOpen else { return nil }
        for index in slots.indices
        where !slots[index].isTaken.exchange(true, ordering: .acquiring) {
            slots[index].clear()
            return index
        }
        refused.add(1, ordering: .relaxed)
        return nil
    }

    /// Sets a slot free again.
    func release(_ index: Int) {
        slots[index].isTaken.store(false, ordering: .releasing)
    }
}
