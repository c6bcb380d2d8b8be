#include "ui/entity/entity_page.h"

#include "models/items/labels.h"
#include "models/store/store.h"
#include "models/store/when_done.h"
#include "ui/entity/entity_host.h"
#include "ui/entity/entity_list.h"
#include "ui/entity/record_context.h"
#include "ui/entity/record_form.h"
#include "ui/entity/record_table.h"
#include "ui/entity/record_view.h"

#include <QStackedLayout>

namespace nimara::ui {

EntityPage::EntityPage(EntityHost &host, PageSpec spec, QWidget *parent)
    : QWidget(parent), m_host(host), m_spec(completed(std::move(spec)))
{
    setObjectName(m_spec.key);
    m_stack = new QStackedLayout(this);
    m_list = new EntityList(host, m_spec, this);
    m_stack->addWidget(m_list);
    setFocusProxy(m_list);
    connect(m_list, &EntityList::recordOpened, this,
            [this](const Uuid &id) { m_host.navigate(m_host.addressOf(m_spec.table->name, id)); });
    connect(m_list, &EntityList::createRequested, this,
            [this] { m_host.navigate(m_host.addressOfNew(m_spec.table->name, {})); });
}

RecordView &EntityPage::record()
{
    if (!m_record) {
        m_record = new RecordView(m_host, m_spec, this);
        m_stack->addWidget(m_record);
        connect(m_record, &RecordView::headingChanged, this, &EntityPage::headingChanged);
        connect(m_record, &RecordView::leaveRequested, this, &EntityPage::leave);
        connect(m_record, &RecordView::neighbourRequested, this, [this](int step) {
            m_list->neighbour(m_record->record().id(), step, [this](const Uuid &id) {
                m_host.navigate(m_host.addressOf(m_spec.table->name, id));
            });
        });
    }
    return *m_record;
}

RecordForm &EntityPage::form()
{
    if (!m_form) {
        m_form = new RecordForm(m_host, m_spec, this);
        m_stack->addWidget(m_form);
        connect(m_form, &RecordForm::saved, this, &EntityPage::onSaved);
        connect(m_form, &RecordForm::cancelled, this, [this] {
            m_stack->setCurrentWidget(m_list); // nothing is left to be asked about
            m_host.back();
        });
    }
    return *m_form;
}

void EntityPage::openList()
{
    m_stack->setCurrentWidget(m_list);
    emit headingChanged();
}

void EntityPage::openList(const QUrlQuery &options)
{
    if (!options.isEmpty())
        m_list->setFilter(filterFromOptions(*m_spec.table, options));
    openList();
}

void EntityPage::openRecord(const Uuid &id)
{
    RecordView &view = record();
    view.setNeighbours(m_list->knows(id));
    if (m_spec.table->is(OnlineOnly)) {
        const int row = m_list->table().currentRow();
        if (const Row *shown = m_list->model().rowAt(row); shown && shown->id() == id)
            view.show(*shown);
        else
            return openList();
    } else {
        view.open(id);
    }
    m_stack->setCurrentWidget(m_record);
    emit headingChanged();
}

void EntityPage::openNew(const QUrlQuery &preset)
{
    std::vector<std::pair<int, Value>> values;
    for (const auto &[name, text] : preset.queryItems(QUrl::FullyDecoded)) {
        const ColumnInfo *column = m_spec.table->find(toUtf8(name));
        if (!column || !isEditable(*column))
            continue;
        if (auto value = valueFromText(column->type, toUtf8(text)))
            values.emplace_back(column->index, std::move(*value));
    }
    form().createNew(values);
    m_stack->setCurrentWidget(m_form);
    emit headingChanged();
}

EntityPage::Shown EntityPage::shown() const
{
    if (m_record && m_stack->currentWidget() == m_record)
        return Shown::Record;
    return m_form && m_stack->currentWidget() == m_form ? Shown::New : Shown::List;
}

QString EntityPage::recordName() const
{
    switch (shown()) {
    case Shown::Record:
        return m_record->record().name();
    case Shown::New:
        return m_spec.createLabel;
    case Shown::List:
        break;
    }
    return {};
}

bool EntityPage::hasUnsavedChanges() const
{
    switch (shown()) {
    case Shown::Record:
        return m_record->hasUnsavedChanges();
    case Shown::New:
        return m_form->isDirty();
    case Shown::List:
        break;
    }
    return false;
}

void EntityPage::discardChanges()
{
    if (shown() == Shown::Record)
        m_record->discardChanges();
    else if (shown() == Shown::New)
        m_stack->setCurrentWidget(m_list);
}

void EntityPage::leave()
{
    m_host.navigate(m_host.addressOfPage(m_spec.key, {}));
}

void EntityPage::onSaved(const Uuid &id)
{
    m_host.toast({tr("%1 saved").arg(tableLabel(*m_spec.table)), Tone::Success});
    m_host.navigate(m_host.addressOf(m_spec.table->name, id));
}

} // namespace nimara::ui
