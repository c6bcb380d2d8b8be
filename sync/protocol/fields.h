#pragma once

#include "models/base/bytes.h"
#include "sync/protocol/messages.h"

// Reading and writing of each message's fields. fields.cpp lists the fields of each type once; both directions are
// made from that list.
namespace nimara::sync {

// ---- single values

inline void write(ByteWriter &out, std::uint8_t value)
{
    out.u8(value);
}
inline void write(ByteWriter &out, bool value)
{
    out.flag(value);
}
inline void write(ByteWriter &out, std::uint16_t value)
{
    out.varint(value);
}
inline void write(ByteWriter &out, std::uint32_t value)
{
    out.varint(value);
}
inline void write(ByteWriter &out, std::uint64_t value)
{
    out.varint(value);
}
inline void write(ByteWriter &out, std::int64_t value)
{
    out.zigzag(value);
}
inline void write(ByteWriter &out, Instant value)
{
    out.zigzag(value.micros());
}
inline void write(ByteWriter &out, const std::string &value)
{
    out.text(value);
}
inline void write(ByteWriter &out, const Uuid &value)
{
    out.uuid(value);
}
void write(ByteWriter &out, const Value &value);

inline void read(ByteReader &in, std::uint8_t &value)
{
    value = in.u8();
}
inline void read(ByteReader &in, bool &value)
{
    value = in.flag();
}
void read(ByteReader &in, std::uint16_t &value);
void read(ByteReader &in, std::uint32_t &value);
inline void read(ByteReader &in, std::uint64_t &value)
{
    value = in.varint();
}
inline void read(ByteReader &in, std::int64_t &value)
{
    value = in.zigzag();
}
inline void read(ByteReader &in, Instant &value)
{
    value = Instant(in.zigzag());
}
inline void read(ByteReader &in, std::string &value)
{
    value = in.text();
}
inline void read(ByteReader &in, Uuid &value)
{
    value = in.uuid();
}
void read(ByteReader &in, Value &value);

// ---- field lists

#define NIMARA_FIELDS(Type)                                                                                  \
    void write(ByteWriter &out, const Type &item);                                                           \
    void read(ByteReader &in, Type &item);

NIMARA_FIELDS(FieldChange)
NIMARA_FIELDS(Op)
NIMARA_FIELDS(Guard)
NIMARA_FIELDS(Command)
NIMARA_FIELDS(Mutation)
NIMARA_FIELDS(FieldConflict)
NIMARA_FIELDS(RowRev)
NIMARA_FIELDS(Outcome)
NIMARA_FIELDS(HeldScope)
NIMARA_FIELDS(Hello)
NIMARA_FIELDS(LoadItem)
NIMARA_FIELDS(Load)
NIMARA_FIELDS(Credit)
NIMARA_FIELDS(Subscribe)
NIMARA_FIELDS(Push)
NIMARA_FIELDS(Ping)
NIMARA_FIELDS(DigestRange)
NIMARA_FIELDS(DigestRequest)
NIMARA_FIELDS(RowsRequest)
NIMARA_FIELDS(Presence)
NIMARA_FIELDS(GrantedScope)
NIMARA_FIELDS(Welcome)
NIMARA_FIELDS(Page)
NIMARA_FIELDS(Tombstone)
NIMARA_FIELDS(ScopeDelta)
NIMARA_FIELDS(Delta)
NIMARA_FIELDS(Reload)
NIMARA_FIELDS(Outcomes)
NIMARA_FIELDS(Pong)
NIMARA_FIELDS(RangeDigest)
NIMARA_FIELDS(Digest)
NIMARA_FIELDS(Rows)
NIMARA_FIELDS(Event)
NIMARA_FIELDS(Bye)

#undef NIMARA_FIELDS

} // namespace nimara::sync
