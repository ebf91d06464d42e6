#define _GNU_SOURCE
#include "CSystem.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <pwd.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <time.h>
#include <unistd.h>

static int status(int result) { return result < 0 ? -errno : result; }

int pt_open_read(const char *path) { return status(open(path, O_RDONLY | O_CLOEXEC)); }

int pt_open_write(const char *path, unsigned mode, int replace) {
  int flags = O_RDWR | O_CREAT | O_CLOEXEC | (replace ? O_TRUNC : O_EXCL);
  return status(open(path, flags, (mode_t)mode));
}

int64_t pt_write(int fd, const void *bytes, uint64_t count) {
  const char *next = bytes;
  uint64_t left = count;
  while (left > 0) {
    ssize_t written = write(fd, next, left);
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return -errno;
    next += written;
    left -= (uint64_t)written;
  }
  return (int64_t)count;
}

int64_t pt_read(int fd, void *bytes, uint64_t count) {
  for (;;) {
    ssize_t got = read(fd, bytes, count);
    if (got < 0 && errno == EINTR) continue;
    return got < 0 ? -errno : got;
  }
}

int pt_sync(int fd) { return status(fsync(fd)); }

int pt_sync_folder(const char *path) {
  int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) return -errno;
  int result = status(fsync(fd));
  close(fd);
  return result;
}

int pt_sync_around(const char *path) {
  int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) return -errno;
  int result = status(syncfs(fd));
  close(fd);
  return result;
}

int pt_close(int fd) { return status(close(fd)); }
int pt_make_folder(const char *path, unsigned mode) { return status(mkdir(path, (mode_t)mode)); }
int pt_rename(const char *from, const char *to) { return status(rename(from, to)); }
int pt_remove(const char *path) { return status(remove(path)); }

int pt_kind(const char *path) {
  struct stat info;
  if (stat(path, &info) < 0) return -errno;
  return S_ISDIR(info.st_mode) ? 1 : S_ISREG(info.st_mode) ? 2 : 3;
}

int64_t pt_size(const char *path) {
  struct stat info;
  return stat(path, &info) < 0 ? -errno : info.st_size;
}

int64_t pt_modified(const char *path) {
  struct stat info;
  return stat(path, &info) < 0 ? -errno : info.st_mtim.tv_sec;
}

unsigned pt_mode(const char *path) {
  struct stat info;
  return stat(path, &info) < 0 ? 0 : info.st_mode & 07777;
}

const void *pt_map(const char *path, uint64_t *size, int *error) {
  *error = 0;
  *size = 0;
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  struct stat info;
  if (fd < 0 || fstat(fd, &info) < 0) {
    *error = errno;
    if (fd >= 0) close(fd);
    return NULL;
  }
  if (info.st_size == 0) {
    close(fd);
    *error = ENODATA;
    return NULL;
  }
  void *start = mmap(NULL, (size_t)info.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
  if (start == MAP_FAILED) *error = errno;
  close(fd);
  if (start == MAP_FAILED) return NULL;
  *size = (uint64_t)info.st_size;
  return start;
}

void pt_unmap(const void *start, uint64_t size) { munmap((void *)start, size); }

int pt_lock(int fd, int exclusive) {
  return status(flock(fd, (exclusive ? LOCK_EX : LOCK_SH) | LOCK_NB));
}

int pt_list(const char *path, void (*name)(void *, const char *), void *context) {
  DIR *folder = opendir(path);
  if (!folder) return -errno;
  for (struct dirent *entry; (entry = readdir(folder));) {
    if (strcmp(entry->d_name, ".") && strcmp(entry->d_name, "..")) name(context, entry->d_name);
  }
  closedir(folder);
  return 0;
}

const char *pt_error_text(int error) { return strerror(error); }
int64_t pt_now(void) { return (int64_t)time(NULL); }

int64_t pt_now_milliseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int64_t pt_nanoseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

int64_t pt_free_bytes(const char *path) {
  struct statvfs info;
  return statvfs(path, &info) < 0 ? -errno : (int64_t)info.f_bavail * (int64_t)info.f_frsize;
}

int pt_account_name(char *name, uint64_t size) {
  struct passwd entry, *found = NULL;
  char buffer[4096];
  int error = getpwuid_r(geteuid(), &entry, buffer, sizeof buffer, &found);
  if (error != 0 || found == NULL) return error != 0 ? -error : -ENOENT;
  snprintf(name, size, "%s", found->pw_name);
  return 0;
}
int64_t pt_inode(int fd) {
  struct stat info;
  return fstat(fd, &info) < 0 ? -errno : (int64_t)info.st_ino;
}

int64_t pt_open_size(int fd) {
  struct stat info;
  return fstat(fd, &info) < 0 ? -errno : info.st_size;
}

int64_t pt_path_inode(const char *path) {
  struct stat info;
  return stat(path, &info) < 0 ? -errno : (int64_t)info.st_ino;
}

int64_t pt_seek(int fd, int64_t offset) {
  off_t at = lseek(fd, offset, SEEK_SET);
  return at < 0 ? -errno : at;
}

int pt_wait(int fd, int milliseconds) {
  struct pollfd wanted = {.fd = fd, .events = POLLIN};
  int ready = poll(&wanted, 1, milliseconds);
  return ready < 0 ? -errno : ready > 0;
}

void pt_sleep(int milliseconds) {
  struct timespec time = {milliseconds / 1000, (milliseconds % 1000) * 1000000L};
  nanosleep(&time, NULL);
}

static volatile sig_atomic_t signalled;
static struct sigaction old_interrupt, old_terminate;

static void raise_flag(int number) { signalled = number; }

void pt_catch_signals(void) {
  struct sigaction action = {.sa_handler = raise_flag};
  signalled = 0;
  sigaction(SIGINT, &action, &old_interrupt);
  sigaction(SIGTERM, &action, &old_terminate);
}

void pt_release_signals(void) {
  sigaction(SIGINT, &old_interrupt, NULL);
  sigaction(SIGTERM, &old_terminate, NULL);
}

int pt_was_signalled(void) { return signalled != 0; }

char *pt_working_folder(void) { return getcwd(NULL, 0); }
void pt_release(char *text) { free(text); }

uint64_t pt_find(const void *bytes, int byte, uint64_t count) {
  const void *found = count ? memchr(bytes, byte, count) : NULL;
  return found ? (uint64_t)((const char *)found - (const char *)bytes) : count;
}

typedef uint8_t lanes __attribute__((vector_size(16)));

uint64_t pt_count(const void *bytes, int byte, uint64_t count) {
  const uint8_t *place = bytes;
  const lanes wanted = (uint8_t)byte - (lanes){0};
  uint64_t total = 0;
  while (count >= sizeof(lanes)) {
    /* A lane counts in one byte, which 255 steps cannot overflow. */
    uint64_t steps = count / sizeof(lanes) < 255 ? count / sizeof(lanes) : 255;
    lanes sums = {0};
    for (uint64_t step = 0; step < steps; step++, place += sizeof(lanes)) {
      lanes here;
      memcpy(&here, place, sizeof here);
      sums -= (lanes)(here == wanted);
    }
    for (unsigned lane = 0; lane < sizeof(lanes); lane++) total += sums[lane];
    count -= steps * sizeof(lanes);
  }
  for (; count > 0; count--) total += *place++ == (uint8_t)byte;
  return total;
}

void pt_take_memory_in_steps(int step) {
  /* These are wishes: a C library that grants none of them works as it always does. */
  mallopt(M_MMAP_THRESHOLD, step / 4);
  mallopt(M_TRIM_THRESHOLD, step);
  mallopt(M_TOP_PAD, step);
  const uintptr_t page = 2 << 20;
  const uintptr_t start = ((uintptr_t)sbrk(0) + page - 1) / page * page;
  /* What is taken now is taken with the whole step behind it. */
  void *volatile taken = malloc(1 << 20);
  free(taken);
  const uintptr_t end = (uintptr_t)sbrk(0);
  if (end > start) madvise((void *)start, end - start, MADV_HUGEPAGE);
}

int64_t pt_own_memory(void) {
  char text[128];
  const int fd = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
  if (fd < 0) return 0;
  const ssize_t length = read(fd, text, sizeof text - 1);
  close(fd);
  if (length <= 0) return 0;
  text[length] = 0;
  long long resident, shared;
  if (sscanf(text, "%*d %lld %lld", &resident, &shared) != 2) return 0;
  return (resident - shared) * sysconf(_SC_PAGESIZE);
}

void pt_give_memory_back(void) { malloc_trim(0); }

int pt_core_count(void) { return (int)sysconf(_SC_NPROCESSORS_ONLN); }
