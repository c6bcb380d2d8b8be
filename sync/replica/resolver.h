#pragma once

#include "sync/replica/edit_desk.h"

namespace nimara::sync {

// What the user decides about an edit in the inbox. Called inside a transaction of the caller.
class Resolver
{
public:
    explicit Resolver(Core &core) : m_core(core), m_desk(core) {}

    // What was submitted anew: the edit, and those that were refused because of it.
    Result<std::vector<Stored>> resolve(std::int64_t number, const Decision &decision, ChangeSet &changes);

private:
    Result<Done> submitAgain(const ReviewItem &item, Edit edit, ChangeSet &changes);
    // The fields in conflict are given up, but for those that are kept; the rest is submitted anew.
    Result<Done> takeTheirs(const ReviewItem &item, const std::vector<std::size_t> &keep, ChangeSet &changes);
    // Over what is there now: old values as the user has just seen them, deleted rows made anew.
    Result<Edit> overCurrent(const ReviewItem &item) const;
    Result<std::optional<Op>> overCurrent(const ReviewItem &item, Op op) const;
    Result<std::optional<Op>> madeAnew(const ReviewItem &item, const Table &table, const Op &op) const;
    // The row that was in the way takes the place of the one that could not be made.
    Result<Done> useExisting(const ReviewItem &item, ChangeSet &changes);

    Core &m_core;
    EditDesk m_desk;
    std::vector<Stored> m_stored;
};

} // namespace nimara::sync
