#pragma once

#include "sync/replica/journal_record.h"

#include <algorithm>

namespace nimara::sync {

// What one transaction does to the edits that must not be lost: told by outbox and inbox, kept for the journal.
class JournalNotes
{
public:
    void add(JournalEntry entry)
    {
        if (!m_everything)
            m_entries.insert_or_assign(entry.id, std::move(entry));
    }
    // More than is worth telling one by one: numbers have changed, or what may be kept.
    void everything()
    {
        m_everything = true;
        m_entries.clear();
    }
    void clear()
    {
        m_everything = false;
        m_entries.clear();
    }

    bool empty() const { return !m_everything && m_entries.empty(); }
    bool isEverything() const { return m_everything; }
    bool takesBack() const
    {
        return std::any_of(m_entries.begin(), m_entries.end(), [](const auto &each) {
            return each.second.kind == JournalEntry::Kind::TakenBack;
        });
    }
    std::vector<JournalEntry> entries() const
    {
        std::vector<JournalEntry> all;
        for (const auto &[id, entry] : m_entries)
            all.push_back(entry);
        return all;
    }

private:
    std::map<Uuid, JournalEntry> m_entries; // the last word on each edit
    bool m_everything = false;
};

} // namespace nimara::sync
