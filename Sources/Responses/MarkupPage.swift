import CLibXML2

/// A body read by libxml2: HTML with repairs, as browsers do, or well-formed XML.
///
/// Nothing outside the bytes is read: no network, no files, no external definitions. XML that
/// declares entities is refused, so none can expand. Elements nested more than 256 deep end the
/// reading (libxml2's limit); what stands before them is searched.
///
/// One page belongs to one thread. libxml2 keeps no shared state but what `xmlInitParser` sets up
/// once.
@safe final class MarkupPage {
    enum Kind {
        case html, xml
    }

    /// How many elementary steps, as libxml2 counts them, one XPath may take: under a second.
    private static let largestXPathCost = 20_000_000

    /// Sets up libxml2's tables once per process, before any thread uses them.
    private static let ready: Void = xmlInitParser()

    let root: UnsafeMutablePointer<xmlNode>
    private let document: UnsafeMutablePointer<xmlDoc>

    /// - Parameter utf8: the body as UTF-8; invalid sequences are repaired first.
    /// - Returns: `nil` when there is no element in it, or it is XML that is not well-formed or
    ///   declares entities.
    init?(utf8: [UInt8], kind: Kind) {
        _ = Self.ready
        guard kind == .html || !ByteSearch.contains(SearchedText(Array("<!ENTITY".utf8)), in: utf8)
        else {
            return nil
        }
        guard let document = unsafe Self.parsed(Self.repaired(utf8), kind) else { return nil }
        guard let root = unsafe xmlDocGetRootElement(document) else {
            unsafe xmlFreeDoc(document)
            return nil
        }
        unsafe self.document = document
        unsafe self.root = root
    }

    deinit {
        unsafe xmlFreeDoc(document)
    }

    /// Valid UTF-8 without the character 0, at which libxml2 would stop.
    private static func repaired(_ utf8: [UInt8]) -> [UInt8] {
        var text = String(decoding: utf8, as: UTF8.self)
        if utf8.contains(0) {
            text = String(
                String.UnicodeScalarView(
                    text.unicodeScalars.map { $0.value == 0 ? "\u{FFFD}" : $0 }
                )
            )
        }
        return Array(text.utf8)
    }

    private static func parsed(_ utf8: [UInt8], _ kind: Kind) -> UnsafeMutablePointer<xmlDoc>? {
        unsafe utf8.withUnsafeBytes { buffer in
            guard let start = buffer.baseAddress else { return nil }
            let text = unsafe start.assumingMemoryBound(to: CChar.self)
            let count = Int32(buffer.count)
            return switch kind {
            case .html: unsafe htmlReadMemory(text, count, nil, "UTF-8", sanbyo_html_options())
            case .xml: unsafe xmlReadMemory(text, count, nil, "UTF-8", sanbyo_xml_options())
            }
        }
    }

    // MARK: XPath

    /// The string value of what an XPath 1.0 expression finds: of the first node, or the string,
    /// number or truth value it comes to.
    ///
    /// Prefixes that the root element declares may be used.
    ///
    /// - Returns: `nil` for no node, an empty string that is no node's, not a number, an expression
    ///   that cannot be evaluated or takes too long.
    func value(ofXPath expression: String) -> String? {
        guard let context = unsafe xmlXPathNewContext(document) else { return nil }
        defer { unsafe xmlXPathFreeContext(context) }
        unsafe Self.silence(context)
        unsafe context.pointee.opLimit = UInt(Self.largestXPathCost)
        unsafe registerPrefixes(in: context)
        guard let object = unsafe xmlXPathEvalExpression(expression, context) else { return nil }
        defer { unsafe xmlXPathFreeObject(object) }
        return unsafe Self.string(of: object)
    }

    private static func string(of object: UnsafeMutablePointer<xmlXPathObject>) -> String? {
        let isNodes = unsafe object.pointee.type == XPATH_NODESET
        if isNodes {
            guard let nodes = unsafe object.pointee.nodesetval, unsafe nodes.pointee.nodeNr > 0
            else { return nil }
        }
        guard let text = unsafe Self.taken(xmlXPathCastToString(object)) else { return nil }
        return isNodes || !(text.isEmpty || text == "NaN") ? text : nil
    }

    private func registerPrefixes(in context: UnsafeMutablePointer<xmlXPathContext>) {
        guard let list = unsafe xmlGetNsList(document, root) else { return }
        defer { unsafe sanbyo_xml_free(list) }
        var place = unsafe list
        while let namespace = unsafe place.pointee {
            if let prefix = unsafe namespace.pointee.prefix {
                unsafe xmlXPathRegisterNs(context, prefix, namespace.pointee.href)
            }
            unsafe place += 1
        }
    }

    /// What is wrong with an XPath expression, or `nil`.
    static func fault(inXPath expression: String) -> String? {
        _ = ready
        guard let context = unsafe xmlXPathNewContext(nil) else { return nil }
        defer { unsafe xmlXPathFreeContext(context) }
        unsafe silence(context)
        if let compiled = unsafe xmlXPathCtxtCompile(context, expression) {
            unsafe xmlXPathFreeCompExpr(compiled)
            return nil
        }
        let place = unsafe context.pointee.lastError.int1
        return "XPath \"\(expression)\", near byte \(place + 1): not an XPath 1.0 expression;"
            + " write for example //input[@id='token']/@value"
    }

    /// Keeps libxml2 from writing to standard error.
    private static func silence(_ context: UnsafeMutablePointer<xmlXPathContext>) {
        unsafe context.pointee.error = { _, _ in }
    }

    /// The text of a string that libxml2 gave away, freed.
    static func taken(_ text: UnsafeMutablePointer<xmlChar>?) -> String? {
        guard let text = unsafe text else { return nil }
        defer { unsafe sanbyo_xml_free(text) }
        return unsafe String(cString: text)
    }
}
