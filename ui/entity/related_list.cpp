#include "ui/entity/related_list.h"

#include "models/items/labels.h"
#include "models/items/record_list_model.h"
#include "models/store/when_done.h"
#include "ui/entity/edits.h"
#include "ui/entity/entity_host.h"
#include "ui/entity/record_context.h"
#include "ui/entity/record_form.h"
#include "ui/entity/record_table.h"
#include "ui/entity/removal.h"
#include "ui/entity/rights_text.h"
#include "ui/entity/table_header.h"
#include "ui/theme/theme.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/card.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/format.h"
#include "ui/widgets/label.h"

#include <QHBoxLayout>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace nimara::ui {

namespace {

PageSpec relatedSpec(const RecordTab &tab)
{
    PageSpec spec = completed({.table = tab.related, .list = tab.list, .ownTabs = true});
    // What points here says the same in every row.
    std::erase_if(spec.list, [&](ColumnRef column) { return column.index == tab.via->index; });
    return spec;
}

} // namespace

RelatedList::RelatedList(RecordContext &record, const RecordTab &tab, QWidget *parent)
    : QWidget(parent), m_record(record), m_spec(relatedSpec(tab)), m_via(*tab.via)
{
    m_model = new RecordListModel(record.host().store(), record.host().words(), *m_spec.table, this);
    std::vector<int> columns;
    std::ranges::transform(m_spec.list, std::back_inserter(columns), &ColumnRef::index);
    m_model->setColumns(columns);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, theme().px(size::gap), 0, 0);
    m_stack = new QStackedWidget(this);
    layout->addWidget(m_stack);
    m_listPage = new QWidget(m_stack);
    auto *column = new QVBoxLayout(m_listPage);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(theme().px(size::grid * 2));
    column->addWidget(makeToolbar());
    auto *card = new Card(m_listPage);
    card->setFlush(true);
    m_table = new RecordTable(record.host().store(), *m_model, card);
    m_table->setCompact(true);
    m_table->setAccessibleName(tab.title);
    card->body()->addWidget(m_table);
    m_empty = new EmptyState(card);
    card->body()->addWidget(m_empty);
    column->addWidget(card, 1);
    m_stack->addWidget(m_listPage);

    connect(m_table, &RecordTable::rowActivated, this, &RelatedList::open);
    connect(m_table, &RecordTable::removeRequested, m_remove, &QPushButton::click);
    connect(m_table, &RecordTable::selectionChangedTo, this, &RelatedList::applyRights);
    connect(&m_table->header(), &TableHeader::sortRequested, m_model, &RecordListModel::setSort);
    connect(m_model, &RecordListModel::phaseChanged, this, &RelatedList::showState);
    connect(m_model, &RecordListModel::refreshed, this, &RelatedList::showState);
    connect(&record, &RecordContext::idChanged, this, [this] {
        closeForm();
        ask();
    });
    connect(&record, &RecordContext::changed, this, &RelatedList::applyRights);
    // What is read through the server is tried again when the link is back.
    connect(&record.host().store(), &Store::statusChanged, this, [this] {
        const bool online = m_record.host().store().status().link == LinkState::Live;
        if (online && m_model->phase() == RecordListModel::Phase::Failed)
            m_model->refresh();
    });
    ask();
    applyRights();
}

QWidget *RelatedList::makeToolbar()
{
    auto *bar = new QWidget(m_listPage);
    auto *row = new QHBoxLayout(bar);
    row->setContentsMargins(0, 0, 0, 0);
    m_count = new Label({}, Type::Small, Token::Muted, QFont::Normal, bar);
    row->addWidget(m_count);
    row->addStretch(1);
    const bool archives = m_spec.table->is(Archivable);
    m_remove = makeButton(archives ? tr("Archive") : tr("Delete"), Emphasis::Quiet,
                          archives ? QStringLiteral("archive") : QStringLiteral("trash-2"), bar);
    m_remove->setObjectName(QStringLiteral("removeRelated"));
    m_add = makeButton(m_spec.createLabel, Emphasis::Secondary, QStringLiteral("plus"), bar);
    m_add->setObjectName(QStringLiteral("addRelated"));
    row->addWidget(m_remove);
    row->addWidget(m_add);
    connect(m_add, &QPushButton::clicked, this, &RelatedList::add);
    connect(m_remove, &QPushButton::clicked, this, [this] {
        m_table->withSelected(
            [this](const std::vector<Row> &rows) { removeRows(m_record.host(), this, rows); });
    });
    return bar;
}

bool RelatedList::hasOwnPage() const
{
    return m_record.host().opens(m_spec.table->name);
}

void RelatedList::ask()
{
    if (m_record.id().isNil())
        return;
    m_model->setQuery({.table = m_spec.table,
                       .filter = Filter::where(m_via.name(), Compare::Equal, m_record.id()),
                       .sort = m_model->query().sort});
}

void RelatedList::showState()
{
    const bool failed = m_model->phase() == RecordListModel::Phase::Failed;
    const bool none = m_model->phase() == RecordListModel::Phase::Ready && m_model->rowCount() == 0;
    m_table->setVisible(!none && !failed);
    m_empty->setVisible(none || failed);
    if (failed)
        m_empty->setContent(QStringLiteral("circle-alert"),
                            tr("%1 cannot be read just now").arg(m_spec.title));
    else
        m_empty->setContent(QStringLiteral("inbox"), tr("Nothing here yet"));
    m_empty->setAction(none && m_add->isEnabled() && m_add->isVisibleTo(this) ? m_spec.createLabel
                                                                              : QString());
    disconnect(m_empty, nullptr, this, nullptr);
    connect(m_empty, &EmptyState::actionTriggered, this, &RelatedList::add);
    m_count->setText(m_model->rowCount() > 0 ? m_record.host().format().number(m_model->rowCount())
                                             : QString());
}

void RelatedList::applyRights()
{
    const Store &store = m_record.host().store();
    const Verdict create = canCreate(*m_spec.table, actorOf(store));
    const bool never =
        create.reason == Verdict::Reason::ServerOnly || create.reason == Verdict::Reason::Unknown;
    m_add->setVisible(!never && !m_record.isArchived());
    applyVerdict(*m_add, store, create);
    const Verdict remove = canRemove(*m_spec.table, actorOf(store));
    const bool owned = !m_spec.table->rights.ownerColumns.empty();
    m_remove->setVisible(m_table->selectedCount() > 0 &&
                         (remove.reason != Verdict::Reason::ServerOnly || owned));
    applyVerdict(*m_remove, store, owned ? Verdict{} : remove);
    showState();
}

void RelatedList::add()
{
    if (!m_add->isEnabled())
        return;
    if (hasOwnPage()) {
        QUrlQuery preset;
        preset.addQueryItem(fromUtf8(m_via.name()), fromUtf8(m_record.id().toString()));
        m_record.host().navigate(m_record.host().addressOfNew(m_spec.table->name, preset));
        return;
    }
    showForm();
    m_form->createNew({{m_via.index, m_record.id()}}, {m_via.index});
}

void RelatedList::open(const Uuid &id)
{
    if (m_spec.table->is(OnlineOnly))
        return; // its row tells all of it
    if (const QUrl address = m_record.host().addressOf(m_spec.table->name, id); !address.isEmpty())
        return m_record.host().navigate(address);
    whenDone(m_record.host().store().row(*m_spec.table, id), this, [this](const Result<Row> &row) {
        if (!row || !canEdit(*m_spec.table, actorOf(m_record.host().store()), &*row))
            return;
        showForm();
        m_form->edit(*row);
    });
}

void RelatedList::showForm()
{
    if (!m_form) {
        m_form = new RecordForm(m_record.host(), m_spec, m_stack);
        m_form->setEmbedded(true);
        m_stack->addWidget(m_form);
        connect(m_form, &RecordForm::saved, this, &RelatedList::closeForm);
        connect(m_form, &RecordForm::cancelled, this, &RelatedList::closeForm);
    }
    m_stack->setCurrentWidget(m_form);
}

void RelatedList::closeForm()
{
    m_stack->setCurrentWidget(m_listPage);
}

bool RelatedList::isDirty() const
{
    return m_form && m_stack->currentWidget() == m_form && m_form->isDirty();
}

} // namespace nimara::ui
