import ArgumentParser

/// How changed texts are shown.
struct WordOption: ParsableArguments {
    @Flag(
        help: "Mark the words that differ in changed texts: [-old-]{+new+}, or by colour.")
    var word = false
}
