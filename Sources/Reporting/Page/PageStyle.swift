import Wording

/// The style sheet of the page.
enum PageStyle {
    /// Two words of a verdict stand one above the other rather than be broken within.
    static func sheet(in language: Language) -> String {
        language == .japanese ? sheet + "td b { word-break: keep-all; }\n" : sheet
    }

    static let sheet = """

        body { font: 15px/1.5 system-ui, "Noto Sans", "Noto Sans CJK JP", sans-serif;
          color: #1d2733; background: #f6f8fa; max-width: 1040px; margin: 0 auto;
          padding: 24px; }
        header, section { background: #fff; border: 1px solid #dde3e9; border-radius: 10px;
          padding: 16px 22px; margin: 0 0 18px; overflow-x: auto; }
        header { border-left-width: 8px; }
        .pass { border-left-color: #1b7f4b; } .fail { border-left-color: #b3261e; }
        .inconclusive { border-left-color: #9a6700; } .invalid { border-left-color: #6b3fa0; }
        h1 { font-size: 27px; margin: 4px 0; } h2 { font-size: 18px; margin: 2px 0 10px; }
        p { margin: 4px 0; } ul { margin: 8px 0; padding-left: 20px; }
        .facts, footer, .note { color: #5b6775; font-size: 13px; }
        table { border-collapse: collapse; width: 100%; font-size: 13.5px; }
        th { text-align: left; color: #5b6775; font-weight: 600; }
        th, td { padding: 5px 10px 5px 0; border-bottom: 1px solid #edf0f3;
          vertical-align: top; }
        td[align=right], th[align=right] { text-align: right; white-space: nowrap;
          font-variant-numeric: tabular-nums; }
        .limits { color: #5b6775; font-size: 11.5px; }
        pre { font-size: 12.5px; overflow-x: auto; background: #f6f8fa; padding: 10px; }
        svg { max-width: 100%; vertical-align: middle; }

        """
}
