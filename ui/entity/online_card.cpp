#include "ui/entity/online_card.h"

#include "models/items/record_list_model.h"
#include "ui/entity/entity_host.h"
#include "ui/entity/record_table.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/error_text.h"

#include <QVBoxLayout>

namespace nimara::ui {

namespace {

constexpr int cardRows = 12;

} // namespace

OnlineCard::OnlineCard(EntityHost &host, Content content, QWidget *parent)
    : Card(content.title, parent), m_host(host), m_content(std::move(content))
{
    setFlush(true);
    m_model = new RecordListModel(host.store(), host.words(), *m_content.query.table, this);
    m_model->setColumns(m_content.columns);
    m_table = new RecordTable(host.store(), *m_model, this);
    m_table->setCompact(true);
    m_table->setFitsRows(cardRows);
    m_table->setAccessibleName(m_content.title);
    body()->addWidget(m_table);
    m_empty = new EmptyState(this);
    body()->addWidget(m_empty);
    connect(m_empty, &EmptyState::actionTriggered, m_model, &RecordListModel::refresh);
    connect(m_model, &RecordListModel::phaseChanged, this, &OnlineCard::showState);
    connect(m_model, &RecordListModel::refreshed, this, &OnlineCard::showState);
    connect(&host.store(), &Store::statusChanged, this, [this] {
        if (m_host.store().status().link == LinkState::Live &&
            m_model->phase() == RecordListModel::Phase::Failed)
            m_model->refresh();
    });
    m_model->setQuery(m_content.query);
}

void OnlineCard::showState()
{
    const bool failed = m_model->phase() == RecordListModel::Phase::Failed;
    const bool none = m_model->phase() == RecordListModel::Phase::Ready && m_model->rowCount() == 0;
    m_table->setVisible(!failed && !none);
    m_empty->setVisible(failed || none);
    const bool offline =
        m_model->error().code == ErrorCode::Offline || m_model->error().code == ErrorCode::Unavailable;
    if (failed && offline)
        m_empty->setContent(QStringLiteral("cloud-off"), tr("This is kept on the server"),
                            tr("It can be read while you are online."));
    else if (failed)
        m_empty->setContent(QStringLiteral("circle-alert"), errorText(m_model->error()).title,
                            errorText(m_model->error()).advice);
    else
        m_empty->setContent(QStringLiteral("inbox"), m_content.emptyText.isEmpty()
                                                         ? tr("There is nothing here yet")
                                                         : m_content.emptyText);
    m_empty->setAction(failed ? tr("Try again") : QString());
}

} // namespace nimara::ui
