#include "sync/protocol/delta_frame.h"

#include "models/base/bytes.h"
#include "sync/protocol/codec.h"

namespace nimara::sync {

std::vector<std::shared_ptr<const std::string>> encodeDelta(std::uint8_t channel, const Delta &delta)
{
    std::vector<std::shared_ptr<const std::string>> pieces;
    // A frame without parts ends with their number, a single byte, and `last`.
    Delta bare;
    bare.to = delta.to;
    bare.advanced = delta.advanced;
    std::string head = encode(channel, ServerMessage(std::move(bare)));
    head.resize(head.size() - 2);
    ByteWriter out;
    out.raw(head);
    out.varint(delta.parts.size());
    for (const auto &part : delta.parts) {
        out.varint(part->size());
        pieces.push_back(std::make_shared<const std::string>(out.take()));
        out = ByteWriter();
        pieces.push_back(part);
    }
    out.flag(delta.last);
    pieces.push_back(std::make_shared<const std::string>(out.take()));
    return pieces;
}

} // namespace nimara::sync
