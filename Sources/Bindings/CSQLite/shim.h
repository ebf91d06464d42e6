#pragma once
#include <sqlite3.h>

/* Destructor markers are casted integers, which do not import into Swift. */
static inline sqlite3_destructor_type pt_sqlite_transient(void) { return SQLITE_TRANSIENT; }
static inline sqlite3_destructor_type pt_sqlite_static(void) { return SQLITE_STATIC; }

/* sqlite3_db_config is variadic, which Swift cannot call. */
static inline int pt_sqlite_config_flag(sqlite3 *db, int option, int value) {
  return sqlite3_db_config(db, option, value, (int *)0);
}
