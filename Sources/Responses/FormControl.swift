import CLibXML2

extension MarkupPage {
    private typealias Node = UnsafeMutablePointer<xmlNode>

    /// The value a browser would send for the form control of a name, were the form submitted as
    /// the page came.
    ///
    /// The first control of the name that would be sent counts: of radio buttons and check boxes
    /// the one that is checked ("on" when it has no value), of a selection the chosen option, else
    /// its first; the text of a text area without the line break after its tag.
    ///
    /// - Returns: `nil` when no control of the name would be sent.
    func controlValue(name: String) -> String? {
        var next: Node? = unsafe root
        while let node = unsafe next {
            if let value = unsafe Self.value(ofControl: node, name: name) { return value }
            unsafe next = Self.following(node, within: root)
        }
        return nil
    }

    private static func value(ofControl node: Node, name: String) -> String? {
        guard let tag = unsafe tag(of: node),
            ["input", "button", "textarea", "select"].contains(tag),
            unsafe attribute("name", of: node) == name
        else { return nil }
        return switch tag {
        case "input": unsafe inputValue(node)
        case "button": unsafe attribute("value", of: node) ?? ""
        case "textarea": unsafe textAreaValue(node)
        default: unsafe selectedValue(node)
        }
    }

    private static func inputValue(_ node: Node) -> String? {
        let value = unsafe attribute("value", of: node)
        switch unsafe attribute("type", of: node)?.lowercased() {
        case "radio", "checkbox":
            return unsafe attribute("checked", of: node) == nil ? nil : value ?? "on"
        default:
            return value ?? ""
        }
    }

    private static func textAreaValue(_ node: Node) -> String? {
        var text = unsafe taken(xmlNodeGetContent(node)) ?? ""
        if text.first == "\n" || text.first == "\r\n" { text.removeFirst() }
        return text
    }

    private static func selectedValue(_ select: Node) -> String? {
        var first: String?
        var next = unsafe following(select, within: select)
        while let node = unsafe next {
            if unsafe tag(of: node) == "option" {
                let value = unsafe attribute("value", of: node) ?? optionText(node)
                if unsafe attribute("selected", of: node) != nil { return value }
                first = first ?? value
            }
            unsafe next = following(node, within: select)
        }
        return unsafe attribute("multiple", of: select) == nil ? first : nil
    }

    private static func optionText(_ node: Node) -> String {
        (unsafe taken(xmlNodeGetContent(node)) ?? "").split(whereSeparator: \.isWhitespace)
            .joined(separator: " ")
    }

    /// The name of an element in lower case, `nil` for other nodes.
    private static func tag(of node: Node) -> String? {
        guard unsafe node.pointee.type == XML_ELEMENT_NODE, let name = unsafe node.pointee.name
        else { return nil }
        return unsafe String(cString: name).lowercased()
    }

    private static func attribute(_ name: String, of node: Node) -> String? {
        unsafe taken(xmlGetNoNsProp(node, name))
    }

    /// The next node in the order of the text, without recursion, or `nil` behind `root`'s last.
    private static func following(_ node: Node, within root: Node) -> Node? {
        if unsafe node.pointee.type == XML_ELEMENT_NODE, let child = unsafe node.pointee.children {
            return unsafe child
        }
        var climbing = unsafe node
        while unsafe climbing != root {
            if let sibling = unsafe climbing.pointee.next { return unsafe sibling }
            guard let parent = unsafe climbing.pointee.parent else { return nil }
            unsafe climbing = parent
        }
        return nil
    }
}
