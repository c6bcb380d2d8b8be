#pragma once

#include "models/schema/row.h"

#include <QFrame>

class QVBoxLayout;

namespace nimara::ui {

class EntityHost;
class GrowingText;

// One note: who, when, what; pinned, edited in place, archived.
class NoteCard : public QFrame
{
    Q_OBJECT

public:
    NoteCard(EntityHost &host, const Row &note, QWidget *parent = nullptr);
    const Row &note() const { return m_note; }
    bool isEditing() const { return m_edit != nullptr; }

signals:
    void changeRequested(const nimara::Row &now);
    void removeRequested();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QWidget *makeHeader();
    QString author() const;
    void beginEdit();
    void endEdit(bool save);

    EntityHost &m_host;
    Row m_note;
    QVBoxLayout *m_layout = nullptr;
    QWidget *m_body = nullptr;
    QWidget *m_editor = nullptr;
    GrowingText *m_edit = nullptr;
};

} // namespace nimara::ui
