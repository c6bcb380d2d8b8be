#include "sync/protocol/compression.h"

#include <zstd.h>
#include <memory>

namespace nimara::sync {

std::string deflated(std::string_view bytes)
{
    // A context is dear to make and holds about a megabyte: one a thread.
    thread_local const std::unique_ptr<ZSTD_CCtx, decltype(&ZSTD_freeCCtx)> context(ZSTD_createCCtx(),
                                                                                    &ZSTD_freeCCtx);
    std::string out(ZSTD_compressBound(bytes.size()), '\0');
    const std::size_t size =
        ZSTD_compressCCtx(context.get(), out.data(), out.size(), bytes.data(), bytes.size(), 1);
    out.resize(ZSTD_isError(size) ? 0 : size);
    return out;
}

Result<std::string> inflated(std::string_view bytes, std::size_t size, std::size_t limit)
{
    if (size > limit)
        return Error{
            ErrorCode::TooLarge, "protocol.inflate", {}, "claims " + std::to_string(size) + " bytes"};
    thread_local const std::unique_ptr<ZSTD_DCtx, decltype(&ZSTD_freeDCtx)> context(ZSTD_createDCtx(),
                                                                                    &ZSTD_freeDCtx);
    std::string out(size, '\0');
    const std::size_t got =
        ZSTD_decompressDCtx(context.get(), out.data(), out.size(), bytes.data(), bytes.size());
    if (ZSTD_isError(got) || got != size)
        return Error{ErrorCode::Protocol, "protocol.inflate"};
    return out;
}

} // namespace nimara::sync
