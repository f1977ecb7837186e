#ifndef ANNALS_SQLITE_H
#define ANNALS_SQLITE_H

#include <sqlite3.h>

/// Sets one boolean option of a connection: `sqlite3_db_config` is variadic, Swift cannot call it.
/// https://www.sqlite.org/c3ref/db_config.html
int annals_sqlite_db_config_flag(sqlite3 *db, int option, int value, int *result);

#endif
