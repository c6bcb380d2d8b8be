#pragma once

#include "ui/entity/page_spec.h"

#include <QWidget>

class QPushButton;
class QVBoxLayout;

namespace nimara::ui {

class EmptyState;
class GrowingText;
class RecordContext;

// The notes of a record: written on top, pinned ones first, then the newest. Ctrl+Enter adds.
class NotesTab : public QWidget
{
    Q_OBJECT

public:
    NotesTab(RecordContext &record, const NoteLink &link, QWidget *parent = nullptr);

    bool hasUnsavedText() const;
    void discardText();

private:
    void fetch();
    void showNotes(std::vector<Row> notes);
    void add();
    void update(const Row &was, const Row &now, const QString &title);
    void applyRights();
    QWidget *makeComposer();

    RecordContext &m_record;
    NoteLink m_link;
    GrowingText *m_text = nullptr;
    QPushButton *m_add = nullptr;
    QWidget *m_composer = nullptr;
    QVBoxLayout *m_list = nullptr;
    EmptyState *m_empty = nullptr;
};

} // namespace nimara::ui
