#pragma once

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

enum {
  PT_PHONE_NOT_NUMBER = -1,
  PT_PHONE_NO_COUNTRY = -2,
  PT_PHONE_TOO_SHORT = -3,
  PT_PHONE_TOO_LONG = -4,
  PT_PHONE_WRONG_LENGTH = -5,
  PT_PHONE_FAILED = -6
};

/// Writes a number in E.164 to `out`, which holds 32 bytes, and returns its length or a code
/// below zero. `region` is an ISO 3166 alpha-2 code in capitals, or "ZZ" for none.
int32_t pt_phone_e164(const uint8_t *text, size_t length, const char *region, uint8_t *out);

#ifdef __cplusplus
}
#endif
