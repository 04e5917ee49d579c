import Timekeeping

/// Shows progress on standard error: a screen that redraws itself, or a line every 10 s.
struct ProgressWriter {
    enum Style {
        case none
        case line
        case screen
    }

    private let console: Console
    private let style: Style
    private var nextDraw: MonotonicInstant
    private var linesDrawn = 0

    init(console: Console, style: Style, start: MonotonicInstant) {
        self.console = console
        self.style = style
        nextDraw = start
    }

    /// Draws when it is time to; the closures are called only then.
    mutating func update(
        now: MonotonicInstant,
        frame: (_ width: Int) -> [String],
        line: () -> String
    ) {
        guard now >= nextDraw else { return }
        switch style {
        case .none:
            nextDraw = now + .seconds(3600)
        case .line:
            console.note(line())
            while nextDraw <= now { nextDraw = nextDraw + .seconds(10) }
        case .screen:
            redraw(frame(console.width))
            // A long record takes longer to sum up; drawing stays below a twentieth of a core.
            let cost = MonotonicInstant.now - now
            nextDraw = now + max(.milliseconds(500), cost * 20)
        }
    }

    /// Takes the screen away, so that what follows stands alone.
    mutating func clear() {
        guard linesDrawn > 0 else { return }
        console.noteUnterminated("\r\u{1b}[\(linesDrawn)A\u{1b}[J")
        linesDrawn = 0
    }

    private mutating func redraw(_ lines: [String]) {
        // The terminal may have echoed "^C": from the first column again.
        var text = linesDrawn > 0 ? "\r\u{1b}[\(linesDrawn)A" : ""
        for line in lines { text += "\u{1b}[2K" + line + "\n" }
        if linesDrawn > lines.count { text += "\u{1b}[J" }
        console.noteUnterminated(text)
        linesDrawn = lines.count
    }
}
