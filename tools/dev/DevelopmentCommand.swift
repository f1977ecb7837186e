import ArgumentParser

@main
struct DevelopmentCommand: ParsableCommand {}
