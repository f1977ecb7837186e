#ifndef ANNALS_BUILD_H
#define ANNALS_BUILD_H

/// The commit that was built, in hexadecimal; NULL where the build was not told.
const char *annals_build_commit(void);

/// The version of GRDB that was built in; NULL where the build was not told.
const char *annals_build_grdb(void);

/// The version of Swift that it was built with; NULL where the build was not told.
const char *annals_build_swift(void);

#endif
