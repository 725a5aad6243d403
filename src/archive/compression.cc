#include "archive/compression.h"

#include <zstd.h>

#include <memory>
#include <new>

namespace lw::archive {
namespace {

// One of each a thread: making them costs more than a small text.
ZSTD_CCtx& compressor() {
  thread_local const std::unique_ptr<ZSTD_CCtx, decltype(&ZSTD_freeCCtx)> context(ZSTD_createCCtx(),
                                                                                  ZSTD_freeCCtx);
  if (!context) throw std::bad_alloc();
  return *context;
}

ZSTD_DCtx& decompressor() {
  thread_local const std::unique_ptr<ZSTD_DCtx, decltype(&ZSTD_freeDCtx)> context(ZSTD_createDCtx(),
                                                                                  ZSTD_freeDCtx);
  if (!context) throw std::bad_alloc();
  return *context;
}

std::unexpected<Error> damaged() {
  return failure(ErrorCode::kStoreFailed, "the compressed bytes are damaged");
}

}  // namespace

std::string compress(std::string_view bytes, int level) {
  ZSTD_CCtx& context = compressor();
  ZSTD_CCtx_setParameter(&context, ZSTD_c_compressionLevel, level);
  ZSTD_CCtx_setParameter(&context, ZSTD_c_checksumFlag, 1);
  std::string small(ZSTD_compressBound(bytes.size()), '\0');
  const std::size_t size =
      ZSTD_compress2(&context, small.data(), small.size(), bytes.data(), bytes.size());
  // Into a buffer of the bound's size it can only fail for want of memory.
  if (ZSTD_isError(size) != 0) throw std::bad_alloc();
  small.resize(size);
  small.shrink_to_fit();
  return small;
}

Result<std::string> decompress(std::string_view bytes, std::size_t limit) {
  const unsigned long long size = ZSTD_getFrameContentSize(bytes.data(), bytes.size());
  if (size == ZSTD_CONTENTSIZE_ERROR || size == ZSTD_CONTENTSIZE_UNKNOWN) return damaged();
  if (size > limit) {
    return failure(ErrorCode::kStoreFailed, "the compressed bytes say that they are too large");
  }
  std::string large(size, '\0');
  const std::size_t made =
      ZSTD_decompressDCtx(&decompressor(), large.data(), large.size(), bytes.data(), bytes.size());
  if (ZSTD_isError(made) != 0 || made != size) return damaged();
  return large;
}

}  // namespace lw::archive
