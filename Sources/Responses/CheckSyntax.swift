/// Tells whether the texts of checks are well formed, for use before a run.
package enum CheckSyntax {
    /// What is wrong with a regular expression, or `nil`.
    package static func regexFault(_ pattern: String) -> String? {
        fault { () throws(CheckSyntaxError) in _ = try Pattern(pattern) }
    }

    /// What is wrong with an XPath 1.0 expression, or `nil`.
    package static func xpathFault(_ expression: String) -> String? {
        MarkupPage.fault(inXPath: expression)
    }

    /// What is wrong with a path into JSON, or `nil`.
    package static func jsonPathFault(_ path: String) -> String? {
        fault { () throws(CheckSyntaxError) in _ = try JSONPath(path) }
    }

    private static func fault(of compile: () throws(CheckSyntaxError) -> Void) -> String? {
        do throws(CheckSyntaxError) {
            try compile()
            return nil
        } catch {
            return error.message
        }
    }
}
