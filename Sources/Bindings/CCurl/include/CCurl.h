#pragma once

#include <stddef.h>
#include <stdint.h>

// One HTTP POST by libcurl, which is only loaded when somebody sends: linked in, it and the twenty
// libraries that it needs would cost every command some milliseconds.

// What became of a request.
typedef struct {
  // The status of the answer; 0 where there was none.
  int32_t status;
  // Seconds that the answer asks to wait (Retry-After); -1 where it says nothing.
  int64_t retry_after;
  // 0: answered; 1: libcurl is missing; 2: not reached or cut off, worth another try; 3: refused
  // before anything was sent, such as a certificate that does not hold.
  int32_t outcome;
  // What libcurl says of a failure.
  char message[256];
} pt_http_answer;

// Posts `body`; `headers` are lines such as "Name: value". Follows no redirect.
void pt_http_post(
    const char *url, const char *headers, const void *body, size_t length,
    int32_t timeout_seconds, pt_http_answer *answer);
