#include "annals_build.h"

#include <stddef.h>

// Package.swift defines these from the environment, which tools/package sets. They are in a target
// of their own so that little is compiled again for another commit.
#ifndef ANNALS_BUILD_COMMIT
#define ANNALS_BUILD_COMMIT NULL
#endif
#ifndef ANNALS_BUILD_GRDB
#define ANNALS_BUILD_GRDB NULL
#endif
#ifndef ANNALS_BUILD_SWIFT
#define ANNALS_BUILD_SWIFT NULL
#endif

const char *annals_build_commit(void) {
    return ANNALS_BUILD_COMMIT;
}

const char *annals_build_grdb(void) {
    return ANNALS_BUILD_GRDB;
}

const char *annals_build_swift(void) {
    return ANNALS_BUILD_SWIFT;
}
