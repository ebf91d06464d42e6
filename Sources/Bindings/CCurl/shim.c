#define _GNU_SOURCE
#include "CCurl.h"
#include <curl/curl.h>
#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

static struct {
  int is_loaded;
  __typeof__(curl_global_init) *global_init;
  __typeof__(curl_easy_init) *init;
  CURLcode (*setopt)(CURL *, CURLoption, ...);
  CURLcode (*getinfo)(CURL *, CURLINFO, ...);
  __typeof__(curl_easy_perform) *perform;
  __typeof__(curl_easy_cleanup) *cleanup;
  __typeof__(curl_easy_strerror) *error;
  __typeof__(curl_slist_append) *append;
  __typeof__(curl_slist_free_all) *free_all;
} api;

static void load(void) {
  static const char *names[] = {"libcurl.so.4", "libcurl-gnutls.so.4", "libcurl.so"};
  void *library = NULL;
  for (size_t index = 0; index < sizeof names / sizeof *names && !library; index++)
    library = dlopen(names[index], RTLD_NOW | RTLD_LOCAL);
  if (!library) return;
  *(void **)&api.global_init = dlsym(library, "curl_global_init");
  *(void **)&api.init = dlsym(library, "curl_easy_init");
  *(void **)&api.setopt = dlsym(library, "curl_easy_setopt");
  *(void **)&api.getinfo = dlsym(library, "curl_easy_getinfo");
  *(void **)&api.perform = dlsym(library, "curl_easy_perform");
  *(void **)&api.cleanup = dlsym(library, "curl_easy_cleanup");
  *(void **)&api.error = dlsym(library, "curl_easy_strerror");
  *(void **)&api.append = dlsym(library, "curl_slist_append");
  *(void **)&api.free_all = dlsym(library, "curl_slist_free_all");
  api.is_loaded = api.global_init && api.init && api.setopt && api.getinfo && api.perform &&
                  api.cleanup && api.error && api.append && api.free_all &&
                  api.global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
}

/* What a server answers is not needed, and must not be printed. */
static size_t discard(char *bytes, size_t size, size_t count, void *context) {
  (void)bytes;
  (void)context;
  return size * count;
}

static int outcome(CURLcode code) {
  switch (code) {
    case CURLE_OK: return 0;
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_URL_MALFORMAT:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CACERT_BADFILE: return 3;
    default: return 2;
  }
}

static struct curl_slist *lines(const char *text) {
  struct curl_slist *list = NULL;
  char line[512];
  for (const char *next = text; *next;) {
    size_t length = strcspn(next, "\n");
    if (length > 0 && length < sizeof line) {
      memcpy(line, next, length);
      line[length] = 0;
      list = api.append(list, line);
    }
    next += length + (next[length] != 0);
  }
  return list;
}

void pt_http_post(
    const char *url, const char *headers, const void *body, size_t length,
    int32_t timeout_seconds, pt_http_answer *answer) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  memset(answer, 0, sizeof *answer);
  answer->retry_after = -1;
  pthread_once(&once, load);
  CURL *handle = api.is_loaded ? api.init() : NULL;
  if (!handle) {
    answer->outcome = 1;
    return;
  }
  struct curl_slist *list = lines(headers);
  api.setopt(handle, CURLOPT_URL, url);
  api.setopt(handle, CURLOPT_PROTOCOLS_STR, "http,https");
  api.setopt(handle, CURLOPT_POST, 1L);
  api.setopt(handle, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)length);
  api.setopt(handle, CURLOPT_POSTFIELDS, body);
  api.setopt(handle, CURLOPT_HTTPHEADER, list);
  api.setopt(handle, CURLOPT_FOLLOWLOCATION, 0L);
  api.setopt(handle, CURLOPT_NOSIGNAL, 1L);
  api.setopt(handle, CURLOPT_TIMEOUT, (long)timeout_seconds);
  api.setopt(handle, CURLOPT_CONNECTTIMEOUT, (long)(timeout_seconds < 10 ? timeout_seconds : 10));
  api.setopt(handle, CURLOPT_WRITEFUNCTION, discard);
  // A proxy of the environment must not see what is meant for this machine alone.
  if (strncmp(url, "http://", 7) == 0) api.setopt(handle, CURLOPT_NOPROXY, "*");
  CURLcode code = api.perform(handle);
  long status = 0;
  curl_off_t wait = 0;
  api.getinfo(handle, CURLINFO_RESPONSE_CODE, &status);
  api.getinfo(handle, CURLINFO_RETRY_AFTER, &wait);
  answer->outcome = outcome(code);
  answer->status = (int32_t)status;
  answer->retry_after = wait > 0 ? wait : -1;
  if (code != CURLE_OK)
    snprintf(answer->message, sizeof answer->message, "%s", api.error(code));
  api.free_all(list);
  api.cleanup(handle);
}
