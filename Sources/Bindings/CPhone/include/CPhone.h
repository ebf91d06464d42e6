#pragma once
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Writes the number in E.164 form. `region` is an ISO country of two letters for numbers without a
 * country code, or "ZZ". Returns the number of bytes written, 0 where it is no valid number. */
size_t pt_phone_e164(const char *text, size_t length, const char *region, char *out, size_t room);

#ifdef __cplusplus
}
#endif
