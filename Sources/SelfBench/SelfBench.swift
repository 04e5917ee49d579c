@main
struct SelfBench {
    static func main() {}
}
