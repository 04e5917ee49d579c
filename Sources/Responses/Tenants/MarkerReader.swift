/// A way through a ``MarkerAutomaton``: plain memory, so that going it touches no count of
/// references that other threads write.
///
/// Valid as long as its automaton.
@safe
struct MarkerReader {
    private let nodes: UnsafePointer<MarkerAutomaton.Node>
    private let root: UnsafePointer<Int32>

    init?(_ automaton: MarkerAutomaton) {
        guard let nodes = unsafe automaton.nodes.baseAddress,
            let root = unsafe automaton.root.baseAddress
        else { return nil }
        unsafe self.nodes = UnsafePointer(nodes)
        unsafe self.root = UnsafePointer(root)
    }

    /// Where a byte leads from a node; 0 is the root.
    @inline(__always)
    func step(from node: Int32, _ byte: UInt8) -> Int32 {
        if node == 0 { return unsafe root[Int(byte)] }
        return stepInside(from: node, byte)
    }

    /// The first place from which a text may begin.
    @inline(__always)
    func skip(_ text: UnsafeRawBufferPointer, from start: Int) -> Int {
        var place = start
        while place < text.count, unsafe root[Int(text[place])] == 0 { place &+= 1 }
        return place
    }

    private func stepInside(from start: Int32, _ byte: UInt8) -> Int32 {
        let byte = byte &- 0x41 < 26 ? byte | 0x20 : byte
        var node = start
        while node != 0 {
            let place = unsafe nodes[Int(node)]
            let first = place.firstChild
            var child = first
            let end = first &+ Int32(place.children)
            while child < end {
                if unsafe nodes[Int(child)].label == byte { return child }
                child &+= 1
            }
            node = place.fail
        }
        return unsafe root[Int(byte)]
    }

    /// The text that ends at a node, or -1.
    @inline(__always)
    func marker(at node: Int32) -> Int32 { unsafe nodes[Int(node)].marker }

    /// The next node where a shorter text ends at the same byte, or 0.
    @inline(__always)
    func next(after node: Int32) -> Int32 { unsafe nodes[Int(node)].next }

    /// Whether any text ends at a node.
    @inline(__always)
    func ends(at node: Int32) -> Bool {
        unsafe nodes[Int(node)].marker >= 0 || nodes[Int(node)].next > 0
    }
}
