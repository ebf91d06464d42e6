#pragma once
#include <sqlite3.h>

/* Destructor markers are casted integers, which do not import into Swift. */
static inline sqlite3_destructor_type pt_sqlite_transient(void) { return SQLITE_TRANSIENT; }
static inline sqlite3_destructor_type pt_sqlite_static(void) { return SQLITE_STATIC; }

/* sqlite3_db_config is variadic, which Swift cannot call. */
static inline int pt_sqlite_config_flag(sqlite3 *db, int option, int value) {
  return sqlite3_db_config(db, option, value, (int *)0);
}

/* SQLite's own structures come first, so that it can see them in ours. */
struct pt_sqlite_table { sqlite3_vtab base; void *table; };
struct pt_sqlite_cursor { sqlite3_vtab_cursor base; void *walk; };

/* sqlite3_mprintf is variadic, which Swift cannot call. */
static inline void pt_sqlite_set_message(sqlite3_vtab *table, const char *message) {
  sqlite3_free(table->zErrMsg);
  table->zErrMsg = sqlite3_mprintf("%s", message);
}
