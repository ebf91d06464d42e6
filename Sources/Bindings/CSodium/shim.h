#pragma once
#include <sodium.h>
#include <string.h>

// The library's own state is a packed, over-aligned structure that Swift does not import. This is
// the same bytes as words; each call works on an aligned copy, which costs nothing beside hashing.
typedef struct {
  uint64_t words[48];
} pt_blake2b_state;

_Static_assert(
    sizeof(pt_blake2b_state) >= sizeof(crypto_generichash_blake2b_state),
    "the words must hold the library's state");

static inline void pt_blake2b_init(
    pt_blake2b_state *state, const uint8_t *key, size_t key_size, size_t hash_size,
    const uint8_t *personal) {
  crypto_generichash_blake2b_state aligned;
  memset(&aligned, 0, sizeof aligned);
  crypto_generichash_blake2b_init_salt_personal(
      &aligned, key, key_size, hash_size, NULL, personal);
  memcpy(state->words, &aligned, sizeof aligned);
}

static inline void pt_blake2b_update(
    pt_blake2b_state *state, const uint8_t *bytes, size_t count) {
  crypto_generichash_blake2b_state aligned;
  memcpy(&aligned, state->words, sizeof aligned);
  crypto_generichash_blake2b_update(&aligned, bytes, count);
  memcpy(state->words, &aligned, sizeof aligned);
}

// Leaves the state as it was, so that more bytes may follow.
static inline void pt_blake2b_final(const pt_blake2b_state *state, uint8_t *hash, size_t size) {
  crypto_generichash_blake2b_state aligned;
  memcpy(&aligned, state->words, sizeof aligned);
  crypto_generichash_blake2b_final(&aligned, hash, size);
}

typedef struct {
  uint64_t words[32];
} pt_poly1305_state;

_Static_assert(
    sizeof(pt_poly1305_state) >= sizeof(crypto_onetimeauth_poly1305_state),
    "the words must hold the library's state");

static inline void pt_poly1305_init(pt_poly1305_state *state, const uint8_t *key) {
  crypto_onetimeauth_poly1305_state aligned;
  memset(&aligned, 0, sizeof aligned);
  crypto_onetimeauth_poly1305_init(&aligned, key);
  memcpy(state->words, &aligned, sizeof aligned);
}

static inline void pt_poly1305_update(
    pt_poly1305_state *state, const uint8_t *bytes, size_t count) {
  crypto_onetimeauth_poly1305_state aligned;
  memcpy(&aligned, state->words, sizeof aligned);
  crypto_onetimeauth_poly1305_update(&aligned, bytes, count);
  memcpy(state->words, &aligned, sizeof aligned);
}

// Leaves the state as it was, so that more bytes may follow.
static inline void pt_poly1305_final(const pt_poly1305_state *state, uint8_t *print) {
  crypto_onetimeauth_poly1305_state aligned;
  memcpy(&aligned, state->words, sizeof aligned);
  crypto_onetimeauth_poly1305_final(&aligned, print);
}
