#pragma once
#include <stdint.h>
#include <sys/types.h>

/* Calls whose macros, variadics or errno Swift cannot import. Each returns -errno on failure. */

int pt_open_read(const char *path);
/* Creates the file with `mode`; fails where it exists unless `replace` is set. */
int pt_open_write(const char *path, unsigned mode, int replace);
int64_t pt_write(int fd, const void *bytes, uint64_t count);
int64_t pt_read(int fd, void *bytes, uint64_t count);
int pt_sync(int fd);
/* Makes a rename or a new name durable by syncing its folder. */
int pt_sync_folder(const char *path);
/* Syncs all that was written to the file system that a folder is on. */
int pt_sync_around(const char *path);
int pt_close(int fd);
int pt_make_folder(const char *path, unsigned mode);
int pt_rename(const char *from, const char *to);
int pt_remove(const char *path);
/* 1 for a folder, 2 for a regular file, 3 for anything else, -errno where it is not there. */
int pt_kind(const char *path);
int64_t pt_size(const char *path);
int64_t pt_modified(const char *path);
unsigned pt_mode(const char *path);
/* Maps the whole file for reading; NULL with *error set on failure. */
const void *pt_map(const char *path, uint64_t *size, int *error);
void pt_unmap(const void *start, uint64_t size);
/* Takes a lock on the whole file without waiting: 0 taken, -EWOULDBLOCK held elsewhere. */
int pt_lock(int fd, int exclusive);
/* Calls back for each name in the folder, in no order. */
int pt_list(const char *path, void (*name)(void *context, const char *), void *context);
const char *pt_error_text(int error);
/* Seconds since 1970 and, for measuring, nanoseconds of a clock that never jumps. */
int64_t pt_now(void);
int64_t pt_now_milliseconds(void);
int64_t pt_nanoseconds(void);
int64_t pt_free_bytes(const char *path);
/* The place of the first such byte, or `count`; and how many there are. */
uint64_t pt_find(const void *bytes, int byte, uint64_t count);
uint64_t pt_count(const void *bytes, int byte, uint64_t count);
/* Writes the name of the account that runs the program, cut to `size` bytes with its zero. */
int pt_account_name(char *name, uint64_t size);

/* The number by which the file system knows an open file, and its size. */
int64_t pt_inode(int fd);
int64_t pt_open_size(int fd);
int64_t pt_path_inode(const char *path);
int64_t pt_seek(int fd, int64_t offset);
/* Waits until fd has something to read: 1 yes, 0 not within the time, -errno (EINTR: a signal). */
int pt_wait(int fd, int milliseconds);
void pt_sleep(int milliseconds);
/* From now on SIGINT and SIGTERM only raise a flag, until pt_release_signals. */
void pt_catch_signals(void);
void pt_release_signals(void);
int pt_was_signalled(void);
/* The working folder, to be given to pt_release; NULL where it cannot be told. */
char *pt_working_folder(void);
void pt_release(char *text);
/* Lets the heap grow by `step` bytes at a time and keep them, the first of them in large pages. */
void pt_take_memory_in_steps(int step);
/* The bytes in memory that are of no file, 0 where they cannot be told; and gives free ones back. */
int64_t pt_own_memory(void);
void pt_give_memory_back(void);
int pt_core_count(void);
