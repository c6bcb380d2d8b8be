#pragma once

#include <QScrollArea>

namespace nimara::ui {

class Facts;
class RecordContext;

// The panel at the right of a record: tags, then what is not edited: who, since when, by whom.
class FactsPanel : public QScrollArea
{
    Q_OBJECT

public:
    explicit FactsPanel(RecordContext &record, QWidget *parent = nullptr);
    QSize sizeHint() const override;

private:
    void refresh();

    RecordContext &m_record;
    Facts *m_facts = nullptr;
};

} // namespace nimara::ui
