#include "ui/pages/admin/sign_in_tab.h"

#include "models/items/labels.h"
#include "models/schema/tables/people.h"
#include "models/store/when_done.h"
#include "ui/entity/entity_host.h"
#include "ui/entity/record_context.h"
#include "ui/theme/theme.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/card.h"
#include "ui/widgets/error_text.h"
#include "ui/widgets/facts.h"
#include "ui/widgets/format.h"
#include "ui/widgets/label.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHideEvent>
#include <QLineEdit>
#include <QVBoxLayout>

namespace nimara::ui {

namespace {

using schema::Users;
constexpr int cardWidth = 720;

Label *makeWords(const QString &text, Token color, QWidget *parent)
{
    auto *words = new Label(text, Type::Body, color, QFont::Normal, parent);
    words->setWordWrap(true);
    return words;
}

} // namespace

SignInTab::SignInTab(RecordContext &record, QWidget *parent) : QWidget(parent), m_record(record)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, theme().px(size::gap), 0, theme().px(size::gap));
    layout->setSpacing(theme().px(size::gap));
    layout->addWidget(makeFactsCard());
    layout->addWidget(makeLinkCard());
    layout->addStretch(1);
    connect(&record, &RecordContext::idChanged, this, [this] {
        forgetLink();
        fetch();
    });
    connect(&record.host().store(), &Store::statusChanged, this, [this] {
        if (!m_known && m_record.host().store().status().link == LinkState::Live)
            fetch();
    });
    fetch();
}

Card *SignInTab::makeFactsCard()
{
    auto *card = new Card(tr("Account"), this);
    card->setMaximumWidth(theme().px(cardWidth));
    m_facts = new Facts(card);
    m_facts->setObjectName(QStringLiteral("account"));
    m_problem = makeWords({}, Token::Muted, card);
    card->body()->addWidget(m_facts);
    card->body()->addWidget(m_problem);
    return card;
}

Card *SignInTab::makeLinkCard()
{
    m_linkCard = new Card(tr("Password"), this);
    m_linkCard->setMaximumWidth(theme().px(cardWidth));
    m_linkWords = makeWords({}, Token::Text, m_linkCard);
    m_make =
        makeButton(tr("New password link…"), Emphasis::Secondary, QStringLiteral("key-round"), m_linkCard);
    m_make->setObjectName(QStringLiteral("makePasswordLink"));
    connect(m_make, &QPushButton::clicked, this, &SignInTab::makeLink);
    m_linkLine = new QWidget(m_linkCard);
    m_link = new QLineEdit(m_linkLine);
    m_link->setObjectName(QStringLiteral("passwordLink"));
    m_link->setReadOnly(true);
    m_link->setAccessibleName(tr("Link to set a new password"));
    auto *copy = makeButton(tr("Copy"), Emphasis::Primary, QStringLiteral("copy"), m_linkLine);
    copy->setObjectName(QStringLiteral("copyPasswordLink"));
    connect(copy, &QPushButton::clicked, this, [this] {
        QGuiApplication::clipboard()->setText(m_link->text());
        m_record.host().toast({tr("The link was copied.")});
    });
    auto *line = new QHBoxLayout(m_linkLine);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(theme().px(8));
    line->addWidget(m_link, 1);
    line->addWidget(copy);
    m_linkCard->body()->setSpacing(theme().px(size::gap));
    m_linkCard->body()->addWidget(m_linkWords);
    m_linkCard->body()->addWidget(m_linkLine);
    m_linkCard->body()->addWidget(m_make, 0, Qt::AlignLeft);
    forgetLink();
    return m_linkCard;
}

void SignInTab::fetch()
{
    // A password of one's own is not set without knowing the present one.
    m_linkCard->setVisible(m_record.id() != m_record.host().store().session().userId);
    if (m_record.id().isNil())
        return;
    const Query query{.table = &Users::table, .filter = Filter::equal(Users::id, m_record.id()), .limit = 1};
    whenDone(m_record.host().store().onlineList(query), this,
             [this, id = m_record.id()](const Result<std::vector<Row>> &rows) {
                 if (id == m_record.id())
                     showAccount(rows);
             });
}

void SignInTab::showAccount(const Result<std::vector<Row>> &rows)
{
    m_known = rows && !rows->empty();
    m_facts->clear();
    m_facts->setVisible(m_known);
    m_problem->setVisible(!m_known);
    if (!m_known) {
        m_problem->setText(
            rows ? tr("The server knows nobody of this name in this port any more.")
                 : tr("The address is kept on the server. It can be read while you are online."));
        return;
    }
    const Row &account = rows->front();
    const Format &format = m_record.host().format();
    m_facts->add(columnLabel(Users::email.info()), fromUtf8(account[Users::email].value_or(std::string())));
    const auto last = account[Users::lastLoginAt];
    m_facts->add(columnLabel(Users::lastLoginAt.info()), last ? format.relative(*last) : tr("Never"),
                 last ? format.exact(*last) : QString());
}

void SignInTab::makeLink()
{
    if (std::exchange(m_asks, true))
        return;
    whenDone(m_record.host().store().makePasswordLink(m_record.id()), this,
             [this, id = m_record.id()](const Result<PasswordLink> &link) {
                 m_asks = false;
                 if (id == m_record.id())
                     showLink(link);
             });
}

void SignInTab::showLink(const Result<PasswordLink> &link)
{
    if (!link) {
        m_record.host().toastError(link.error());
        return;
    }
    m_link->setText(link->address);
    m_link->setCursorPosition(0);
    m_linkLine->show();
    m_make->hide();
    const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(link->life).count();
    m_linkWords->setText(tr("Give this link to %1 and to nobody else. It works once, within %n minute(s), "
                            "and is not shown again.",
                            nullptr, int(minutes))
                             .arg(m_record.name()));
}

void SignInTab::forgetLink()
{
    m_link->clear();
    m_linkLine->hide();
    m_make->show();
    m_linkWords->setText(
        tr("Someone who has forgotten the password gets a link to set a new one. Earlier links stop "
           "working; who is signed in stays so until the link is used."));
}

void SignInTab::hideEvent(QHideEvent *event)
{
    if (!event->spontaneous())
        forgetLink();
    QWidget::hideEvent(event);
}

} // namespace nimara::ui
