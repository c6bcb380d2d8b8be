#include "ui/entity/overview_tab.h"

#include "models/items/labels.h"
#include "ui/entity/entity_host.h"
#include "ui/entity/record_context.h"
#include "ui/entity/value_view.h"
#include "ui/theme/theme.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/label.h"

#include <QGridLayout>
#include <QLabel>
#include <QScrollBar>
#include <QVBoxLayout>

namespace nimara::ui {

namespace {

constexpr int labelWidth = 150;
constexpr int textWidth = 720;

bool standsAlone(const ColumnInfo &column)
{
    return column.is(Markdown | Multiline);
}

} // namespace

OverviewTab::OverviewTab(RecordContext &record, QWidget *parent) : QScrollArea(parent), m_record(record)
{
    setFrameShape(QFrame::NoFrame);
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    connect(&record, &RecordContext::changed, this, &OverviewTab::rebuild);
    rebuild();
}

void OverviewTab::rebuild()
{
    if (!m_record.isLoaded())
        return;
    const int scrolled = verticalScrollBar()->value();
    auto *content = new QWidget;
    auto *layout = new QVBoxLayout(content);
    layout->setContentsMargins(0, theme().px(size::card), theme().px(size::gap), theme().px(size::page));
    layout->setSpacing(theme().px(size::page));
    bool anything = false;
    for (const FormGroup &group : m_record.spec().overview)
        anything = addGroup(*layout, group) || anything;
    if (!anything) {
        auto *empty = new EmptyState(m_record.spec().icon, tr("Nothing is entered yet"), {}, content);
        if (m_record.editVerdict())
            empty->setAction(tr("Edit"));
        connect(empty, &EmptyState::actionTriggered, this, &OverviewTab::editRequested);
        layout->addWidget(empty);
    }
    layout->addStretch(1);
    setWidget(content);
    verticalScrollBar()->setValue(scrolled);
}

bool OverviewTab::addGroup(QVBoxLayout &layout, const FormGroup &group)
{
    auto *box = new QWidget;
    auto *grid = new QGridLayout(box);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(theme().px(size::card));
    grid->setVerticalSpacing(theme().px(size::grid * 2));
    grid->setColumnMinimumWidth(0, theme().px(labelWidth));
    grid->setColumnStretch(1, 1);
    int line = 1;
    for (const ColumnRef ref : group.fields) {
        const ColumnInfo &column = columnAt(m_record.table(), ref);
        QWidget *value = makeValueView(m_record.host(), m_record.row(), column, box);
        if (!value)
            continue;
        if (auto *words = qobject_cast<QLabel *>(value))
            words->setWordWrap(true);
        auto *label = new Label(columnLabel(column), Type::Body, Token::Muted, QFont::Normal, box);
        label->setWordWrap(true);
        if (standsAlone(column)) {
            value->setMaximumWidth(theme().px(textWidth));
            grid->addWidget(label, line++, 0, 1, 2);
            grid->addWidget(value, line++, 0, 1, 2);
        } else {
            grid->addWidget(label, line, 0, Qt::AlignTop);
            grid->addWidget(value, line++, 1,
                            Qt::AlignTop | (value->inherits("QLabel") ? Qt::Alignment() : Qt::AlignLeft));
        }
    }
    if (line == 1) {
        delete box;
        return false;
    }
    grid->addWidget(new Label(group.title, Type::Section, Token::Text, QFont::DemiBold, box), 0, 0, 1, 2);
    layout.addWidget(box);
    return true;
}

} // namespace nimara::ui
