/// Finds any of many texts in bytes, in one pass over them.
///
/// The automaton of Aho and Corasick ("Efficient string matching: an aid to bibliographic search",
/// Communications of the ACM 18, 1975): a trie of all texts whose nodes also know where to go on
/// when the next byte does not fit. Each byte costs two steps at most on average, whatever the
/// number of texts. The children of a node lie side by side, so a node takes 20 bytes and there
/// is no table of 256 places for each.
///
/// Letters of ASCII count as the same in either case.
///
/// Never changed once made: any number of threads search by it at the same time, each through a
/// ``MarkerReader`` of its own.
@safe
package final class MarkerAutomaton: @unchecked Sendable {
    struct Node {
        /// Where the longest end of this node's text that is also a beginning leads.
        var fail: Int32 = 0
        var firstChild: Int32 = 0
        /// The text that ends here, or -1.
        var marker: Int32 = -1
        /// The nearest node on the way of ``fail`` where a text ends, or 0.
        var next: Int32 = 0
        var children: UInt16 = 0
        /// The byte that leads here.
        var label: UInt8 = 0
    }

    let nodes: UnsafeMutableBufferPointer<Node>
    /// The children of the root by byte, capital letters included.
    let root: UnsafeMutableBufferPointer<Int32>
    /// Lengths of the texts in bytes.
    let lengths: [Int]

    /// - Parameter texts: none of them empty, each once, without capital letters of ASCII.
    package init(_ texts: [[UInt8]]) {
        lengths = texts.map(\.count)
        var trie = MarkerTrie()
        trie.build(texts)
        unsafe nodes = .allocate(capacity: trie.nodes.count)
        _ = unsafe nodes.initialize(fromContentsOf: trie.nodes)
        unsafe root = .allocate(capacity: 256)
        unsafe root.initialize(repeating: 0)
        let first = Int(trie.nodes[0].firstChild)
        for child in first..<(first + Int(trie.nodes[0].children)) {
            unsafe root[Int(trie.nodes[child].label)] = Int32(child)
        }
        for capital in 0x41...0x5A { unsafe root[capital] = root[capital | 0x20] }
    }

    deinit {
        unsafe nodes.deallocate()
        unsafe root.deallocate()
    }

    /// The memory it takes, in bytes.
    package var memory: Int {
        unsafe nodes.count * MemoryLayout<Node>.stride + root.count * 4 + lengths.count * 8
    }
}

/// The nodes of a ``MarkerAutomaton`` while it is made, breadth first: children of a node are
/// neighbours, and everything that ``MarkerAutomaton/Node/fail`` leads to has a smaller number.
private struct MarkerTrie {
    var nodes = [MarkerAutomaton.Node()]
    /// By node: the part of the sorted texts that begin with its text.
    private var parts: [Range<Int>] = []

    mutating func build(_ texts: [[UInt8]]) {
        let order = texts.indices.sorted { texts[$0].lexicographicallyPrecedes(texts[$1]) }
        parts = [0..<order.count]
        var depthEnd = 1
        var depth = 0
        var node = 0
        while node < nodes.count {
            if node == depthEnd {
                depth += 1
                depthEnd = nodes.count
            }
            var start = parts[node].lowerBound
            let end = parts[node].upperBound
            // The text that ends here sorts before those that go on.
            if start < end, texts[order[start]].count == depth {
                nodes[node].marker = Int32(order[start])
                start += 1
            }
            nodes[node].firstChild = Int32(nodes.count)
            while start < end {
                let label = texts[order[start]][depth]
                var stop = start + 1
                while stop < end, texts[order[stop]][depth] == label { stop += 1 }
                addChild(of: node, label, start..<stop)
                start = stop
            }
            link(node)
            node += 1
        }
        parts = []
    }

    private mutating func addChild(of node: Int, _ label: UInt8, _ part: Range<Int>) {
        var child = MarkerAutomaton.Node()
        child.label = label
        if node > 0 { child.fail = step(from: Int(nodes[node].fail), label) }
        nodes[node].children += 1
        nodes.append(child)
        parts.append(part)
    }

    /// What ``MarkerAutomaton/Node/fail`` leads to is complete by now.
    private mutating func link(_ node: Int) {
        let fail = Int(nodes[node].fail)
        guard node > 0, fail > 0 else { return }
        nodes[node].next = nodes[fail].marker >= 0 ? Int32(fail) : nodes[fail].next
    }

    private func step(from node: Int, _ label: UInt8) -> Int32 {
        var node = node
        while true {
            let first = Int(nodes[node].firstChild)
            for child in first..<(first + Int(nodes[node].children))
            where nodes[child].label == label {
                return Int32(child)
            }
            if node == 0 { return 0 }
            node = Int(nodes[node].fail)
        }
    }
}
