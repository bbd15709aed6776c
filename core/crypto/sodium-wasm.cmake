# SPDX-License-Identifier: Apache-2.0
# libsodium for WebAssembly: the C files that core/crypto needs, compiled from Debian's source
# package as they are. Three files of ours stand in for what costs size or needs a browser:
# see core/crypto/wasm.
set(sodium_root ${SHOPBELL_DEPS}/src/libsodium/src/libsodium)
if(NOT EXISTS ${sodium_root})
  message(FATAL_ERROR "libsodium's source is missing: run ./dev deps")
endif()

set(VERSION 1.0.18)
set(SODIUM_LIBRARY_VERSION_MAJOR 10)
set(SODIUM_LIBRARY_VERSION_MINOR 3)
set(sodium_generated ${CMAKE_BINARY_DIR}/libsodium)
file(COPY ${sodium_root}/include/ DESTINATION ${sodium_generated} FILES_MATCHING PATTERN "*.h")
configure_file(${sodium_root}/include/sodium/version.h.in ${sodium_generated}/sodium/version.h @ONLY)

set(sodium_sources
  crypto_aead/chacha20poly1305/sodium/aead_chacha20poly1305.c
  crypto_aead/xchacha20poly1305/sodium/aead_xchacha20poly1305.c
  crypto_box/crypto_box.c
  crypto_box/crypto_box_easy.c
  crypto_box/crypto_box_seal.c
  crypto_box/curve25519xsalsa20poly1305/box_curve25519xsalsa20poly1305.c
  crypto_core/hchacha20/core_hchacha20.c
  crypto_core/hsalsa20/core_hsalsa20.c
  crypto_core/hsalsa20/ref2/core_hsalsa20_ref2.c
  crypto_core/salsa/ref/core_salsa_ref.c
  crypto_generichash/crypto_generichash.c
  crypto_generichash/blake2b/generichash_blake2.c
  crypto_generichash/blake2b/ref/blake2b-compress-ref.c
  crypto_generichash/blake2b/ref/blake2b-ref.c
  crypto_generichash/blake2b/ref/generichash_blake2b.c
  crypto_hash/sha256/hash_sha256.c
  crypto_hash/sha256/cp/hash_sha256_cp.c
  crypto_hash/sha512/hash_sha512.c
  crypto_hash/sha512/cp/hash_sha512_cp.c
  crypto_kdf/crypto_kdf.c
  crypto_kdf/blake2b/kdf_blake2b.c
  crypto_onetimeauth/crypto_onetimeauth.c
  crypto_onetimeauth/poly1305/onetimeauth_poly1305.c
  crypto_onetimeauth/poly1305/donna/poly1305_donna.c
  crypto_pwhash/crypto_pwhash.c
  crypto_pwhash/argon2/argon2.c
  crypto_pwhash/argon2/argon2-core.c
  crypto_pwhash/argon2/argon2-encoding.c
  crypto_pwhash/argon2/argon2-fill-block-ref.c
  crypto_pwhash/argon2/blake2b-long.c
  crypto_pwhash/argon2/pwhash_argon2i.c
  crypto_pwhash/argon2/pwhash_argon2id.c
  crypto_scalarmult/crypto_scalarmult.c
  crypto_scalarmult/curve25519/scalarmult_curve25519.c
  crypto_secretbox/crypto_secretbox.c
  crypto_secretbox/crypto_secretbox_easy.c
  crypto_secretbox/xsalsa20poly1305/secretbox_xsalsa20poly1305.c
  crypto_secretstream/xchacha20poly1305/secretstream_xchacha20poly1305.c
  crypto_sign/crypto_sign.c
  crypto_sign/ed25519/sign_ed25519.c
  crypto_sign/ed25519/ref10/keypair.c
  crypto_sign/ed25519/ref10/open.c
  crypto_sign/ed25519/ref10/sign.c
  crypto_stream/crypto_stream.c
  crypto_stream/chacha20/stream_chacha20.c
  crypto_stream/chacha20/ref/chacha20_ref.c
  crypto_stream/salsa20/stream_salsa20.c
  crypto_stream/salsa20/ref/salsa20_ref.c
  crypto_stream/xchacha20/stream_xchacha20.c
  crypto_stream/xsalsa20/stream_xsalsa20.c
  crypto_verify/sodium/verify.c
  sodium/codecs.c
  sodium/utils.c)
list(TRANSFORM sodium_sources PREPEND ${sodium_root}/)

# The compression functions of BLAKE2b and SHA-512 are written out round by round: 10 kB of code.
# Copies that loop over the same rounds stand in for them.
function(loop_rounds source unrolled loop)
  file(READ ${sodium_root}/${source} text)
  string(REGEX REPLACE "${unrolled}" "${loop}" looped "${text}")
  if(looped STREQUAL text)
    message(FATAL_ERROR "${source} is not the one we know: its rounds were not found")
  endif()
  get_filename_component(name ${source} NAME)
  file(CONFIGURE OUTPUT ${sodium_generated}/${name} CONTENT "${looped}" @ONLY)
  list(TRANSFORM sodium_sources REPLACE ".*/${source}" ${sodium_generated}/${name})
  set(sodium_sources ${sodium_sources} PARENT_SCOPE)
endfunction()

loop_rounds(crypto_generichash/blake2b/ref/blake2b-compress-ref.c
  "ROUND\\(0\\);.*ROUND\\(11\\);"
  "for (i = 0; i < 12; ++i) ROUND(i);")
loop_rounds(crypto_hash/sha512/cp/hash_sha512_cp.c
  "RNDr\\(S, W, 0, i\\);.*RNDr\\(S, W, 15, i\\);(.*)MSCH\\(W, 0, i\\);.*MSCH\\(W, 15, i\\);"
  "for (int r = 0; r < 16; ++r) { RNDr(S, W, r, i) }\\1for (int r = 0; r < 16; ++r) MSCH(W, r, i);")

add_library(sodium STATIC ${sodium_sources}
  ${CMAKE_CURRENT_SOURCE_DIR}/crypto/wasm/curve25519_small.c
  ${CMAKE_CURRENT_SOURCE_DIR}/crypto/wasm/random_trap.c
  ${CMAKE_CURRENT_SOURCE_DIR}/crypto/wasm/runtime.c)
target_include_directories(sodium SYSTEM PUBLIC ${sodium_generated})
target_include_directories(sodium PRIVATE ${sodium_generated}/sodium
  ${sodium_root}/crypto_core/ed25519/ref10 ${sodium_root}/crypto_generichash/blake2b/ref
  ${sodium_root}/crypto_scalarmult/curve25519/ref10)
target_compile_definitions(sodium PUBLIC SODIUM_STATIC=1
  PRIVATE CONFIGURED=1 NATIVE_LITTLE_ENDIAN=1)
target_compile_options(sodium PRIVATE -w)
