import Wording
import Workload

/// Classes of operations by the names that records keep.
enum ClassText {
    /// In sentences; a name that no class has stays as it is.
    static func title(_ name: String) -> Bilingual {
        OperationClass(rawValue: name)?.title ?? Bilingual(name)
    }
}
