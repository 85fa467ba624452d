import ArgumentParser
import Configuration
@main struct K: ParsableCommand {}
