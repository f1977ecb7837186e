/// Figures that are collected while a contest runs.
final class Figures {
    var values: [Double] = []
}
