#include "ui/shell/blocked_page.h"

#include "models/items/labels.h"
#include "models/store/store.h"
#include "ui/theme/theme.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/empty_state.h"

#include <QVBoxLayout>

namespace nimara::ui {

BlockedPage::BlockedPage(Store &store, QWidget *parent)
    : QWidget(parent), m_store(store), m_state(new EmptyState(this))
{
    auto *column = new QVBoxLayout(this);
    column->addWidget(m_state);
    auto *leave = makeButton(tr("Log out"), Emphasis::Quiet, QStringLiteral("log-out"), this);
    m_state->addBelow(leave);
    m_state->setAction(tr("Look again"));
    connect(m_state, &EmptyState::actionTriggered, this, &BlockedPage::retryRequested);
    connect(leave, &QPushButton::clicked, this, &BlockedPage::signOutRequested);
    connect(&m_store, &Store::sessionChanged, this, &BlockedPage::follow);
    follow();
}

void BlockedPage::follow()
{
    const SessionInfo &session = m_store.session();
    const QString who = session.email.empty() ? fromUtf8(session.userName) : fromUtf8(session.email);
    m_state->setContent(
        QStringLiteral("lock"), tr("You have no access to a port yet"),
        tr("You are signed in as %1. Ask an administrator of your marina, a director or a super admin, "
           "to add you to a port under Admin, Users. Then look again.")
            .arg(who));
}

} // namespace nimara::ui
