#include "ui/entity/facts_panel.h"

#include "models/items/labels.h"
#include "ui/entity/entity_host.h"
#include "ui/entity/record_context.h"
#include "ui/entity/tags_editor.h"
#include "ui/entity/value_view.h"
#include "ui/theme/theme.h"
#include "ui/widgets/card.h"
#include "ui/widgets/facts.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

namespace nimara::ui {

FactsPanel::FactsPanel(RecordContext &record, QWidget *parent) : QScrollArea(parent), m_record(record)
{
    setFrameShape(QFrame::NoFrame);
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFocusPolicy(Qt::NoFocus);
    auto *content = new QWidget;
    auto *layout = new QVBoxLayout(content);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme().px(size::gap));
    if (const auto link = tagLink(record.table())) {
        auto *card = new Card(tr("Tags"), content);
        card->body()->addWidget(new TagsEditor(record, *link, card));
        layout->addWidget(card);
    }
    auto *card = new Card(tr("Facts"), content);
    m_facts = new Facts(card);
    card->body()->addWidget(m_facts);
    layout->addWidget(card);
    layout->addStretch(1);
    setWidget(content);
    connect(&record, &RecordContext::changed, this, &FactsPanel::refresh);
    refresh();
}

QSize FactsPanel::sizeHint() const
{
    return {theme().px(size::facts), QScrollArea::sizeHint().height()};
}

void FactsPanel::refresh()
{
    if (!m_record.isLoaded())
        return;
    m_facts->clear();
    for (const ColumnRef ref : m_record.spec().facts) {
        const ColumnInfo &column = columnAt(m_record.table(), ref);
        QWidget *value = makeValueView(m_record.host(), m_record.row(), column, m_facts);
        if (!value)
            continue;
        if (auto *words = qobject_cast<QLabel *>(value)) {
            words->setWordWrap(true);
            m_facts->add(columnLabel(column), words);
            continue;
        }
        auto *box = new QWidget(m_facts); // a chip is as wide as its word, the column is not
        auto *row = new QHBoxLayout(box);
        row->setContentsMargins(0, 0, 0, 0);
        row->addWidget(value);
        row->addStretch(1);
        m_facts->add(columnLabel(column), box);
    }
}

} // namespace nimara::ui
