#include "ui/shell/sign_in_window.h"

#include "models/store/store.h"
#include "models/store/when_done.h"
#include "ui/shell/sign_in_form.h"
#include "ui/shell/sign_in_steps.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/error_text.h"

#include <QHBoxLayout>
#include <QIcon>
#include <QPainter>
#include <QPainterPath>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedWidget>

#include <cmath>

namespace nimara::ui {

SignInWindow::SignInWindow(Store &store, AccountService &account, QWidget *parent)
    : QWidget(parent), m_store(store), m_account(account), m_steps(new QStackedWidget(this)),
      m_starting(new EmptyState(m_steps)), m_locked(new EmptyState(m_steps)), m_form(new SignInForm(m_steps)),
      m_trust(new TrustStep(m_steps)), m_passphrase(new PassphraseStep(m_steps)),
      m_ports(new PortStep(m_steps)), m_load(new LoadStep(m_steps))
{
    setWindowTitle(QStringLiteral("Port Nimara CRM"));
    setWindowIcon(QIcon(QStringLiteral(":/brand/nimara.svg")));
    setMinimumSize(theme().px(440), theme().px(480));
    resize(theme().px(960), theme().px(640));
    build();
    connectParts();
    follow();
}

void SignInWindow::build()
{
    m_starting->setContent(QStringLiteral("anchor"), tr("One moment"),
                           tr("The app looks at what is on this computer."));
    m_locked->setContent(QStringLiteral("lock"), tr("The keychain of this computer is locked"),
                         tr("The keys to what is kept here lie in it. Unlock it, then look again."));
    m_locked->setAction(tr("Look again"));
    for (QWidget *step : std::initializer_list<QWidget *>{m_starting, m_locked, m_form, m_trust, m_passphrase,
                                                          m_ports, m_load})
        m_steps->addWidget(step);
    m_steps->setMaximumWidth(theme().px(380));
    auto *inner = new QWidget;
    auto *line = new QHBoxLayout(inner);
    const int margin = theme().px(size::page);
    line->setContentsMargins(margin, margin, margin, margin);
    line->addStretch(1);
    line->addWidget(m_steps, 100, Qt::AlignVCenter);
    line->addStretch(1);
    auto *scroll = new QScrollArea(this); // at large letters the form is higher than a small screen
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setWidget(inner);
    scroll->setFocusPolicy(Qt::NoFocus);
    auto *columns = new QHBoxLayout(this);
    columns->setContentsMargins(0, 0, 0, 0);
    columns->setSpacing(0);
    columns->addWidget(scroll);
}

void SignInWindow::connectParts()
{
    connect(m_form, &SignInForm::submitted, this, &SignInWindow::signIn);
    connect(m_trust, &TrustStep::refused, this, [this] { goTo(m_form); });
    connect(m_trust, &TrustStep::trusted, this, [this] { signIn(m_request); });
    connect(m_passphrase, &PassphraseStep::chosen, this, &SignInWindow::choosePassphrase);
    connect(m_passphrase, &PassphraseStep::entered, this, &SignInWindow::unlock);
    connect(m_ports, &PortStep::chosen, this, [this](const Uuid &port) { m_store.switchPort(port); });
    connect(m_locked, &EmptyState::actionTriggered, this, [this] { m_account.retryKeychain(); });
    connect(&m_account, &AccountService::stateChanged, this, &SignInWindow::follow);
    connect(&m_account, &AccountService::firstLoadChanged, this, &SignInWindow::follow);
    connect(&m_store, &Store::sessionChanged, this, &SignInWindow::follow);
    connect(&m_store, &Store::statusChanged, this, [this] { m_load->setProblem(m_store.status().problem); });
}

QWidget *SignInWindow::step() const
{
    return m_steps->currentWidget();
}

void SignInWindow::goTo(QWidget *step)
{
    if (m_steps->currentWidget() == step)
        return;
    // The stack is as high as what it shows, so that a short step stands in the middle too.
    for (int i = 0; i < m_steps->count(); ++i)
        m_steps->widget(i)->setSizePolicy(QSizePolicy::Preferred, m_steps->widget(i) == step
                                                                      ? QSizePolicy::Preferred
                                                                      : QSizePolicy::Ignored);
    m_steps->setCurrentWidget(step);
    if (step == m_form)
        m_form->focusFirst();
    else if (step == m_passphrase)
        m_passphrase->focusFirst();
    else if (step == m_trust)
        m_trust->acceptButton()->setFocus();
}

void SignInWindow::askAgain(const QString &title, const QString &text)
{
    m_again = true;
    m_form->fill(m_account.lastServer(), m_account.lastEmail());
    m_form->showNotice(title, text);
    goTo(m_form);
}

void SignInWindow::follow()
{
    switch (m_account.state()) {
    case AccountState::Starting:
        goTo(m_starting);
        return;
    case AccountState::KeychainLocked:
        goTo(m_locked);
        return;
    case AccountState::ChoosePassphrase:
    case AccountState::AskPassphrase:
        if (m_steps->currentWidget() != m_passphrase)
            m_passphrase->setMode(m_account.state() == AccountState::AskPassphrase
                                      ? PassphraseStep::Mode::Enter
                                      : PassphraseStep::Mode::Choose);
        goTo(m_passphrase);
        return;
    case AccountState::LeaseEnded: {
        const ErrorText text = errorText({ErrorCode::Unauthenticated, std::string(signin::leaseEnded)});
        if (m_steps->currentWidget() != m_form && m_steps->currentWidget() != m_trust)
            askAgain(text.title, text.advice);
        return;
    }
    case AccountState::SignedOut:
        m_form->fill(m_account.lastServer(), m_account.lastEmail());
        if (m_steps->currentWidget() != m_trust)
            goTo(m_form);
        return;
    case AccountState::SignedIn:
        break;
    }
    followSession();
}

void SignInWindow::followSession()
{
    if (m_again)
        return;
    const SessionInfo &session = m_store.session();
    if (session.portId.isNil() && session.ports.size() > 1) {
        m_ports->setPorts(session.ports);
        goTo(m_ports);
    } else if (!m_account.firstLoad().usable) {
        m_load->setLoad(m_account.firstLoad());
        goTo(m_load);
    } else {
        emit finished();
    }
}

void SignInWindow::signIn(const SignInRequest &request)
{
    m_request = request;
    m_form->setBusy(true);
    m_trust->acceptButton()->setEnabled(false);
    whenDone(m_account.signIn(request), this, [this](const Result<Done> &result) { onSignedIn(result); });
}

void SignInWindow::onSignedIn(const Result<Done> &result)
{
    m_form->setBusy(false);
    m_trust->acceptButton()->setEnabled(true);
    if (!result && result.error().key == signin::untrusted && m_request.spki.empty()) {
        m_request.spki = result.error().detail;
        m_trust->setServer(m_request.server, m_request.spki);
        goTo(m_trust);
        return;
    }
    m_request.password.clear();
    if (!result) {
        goTo(m_form);
        m_form->showError(result.error());
        return;
    }
    m_form->clearPassword();
    m_again = false;
    follow();
}

void SignInWindow::choosePassphrase(const QString &passphrase)
{
    m_passphrase->setBusy(true);
    whenDone(m_account.choosePassphrase(passphrase), this, [this](const Result<Done> &result) {
        m_passphrase->setBusy(false);
        if (!result)
            m_passphrase->showError(result.error());
    });
}

void SignInWindow::unlock(const QString &passphrase)
{
    m_passphrase->setBusy(true);
    whenDone(m_account.unlock(passphrase), this, [this](const Result<Done> &result) {
        m_passphrase->setBusy(false);
        if (!result)
            m_passphrase->showError(result.error());
    });
}

void SignInWindow::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    layout()->setContentsMargins(brandWidth(), 0, 0, 0);
}

int SignInWindow::brandWidth() const
{
    return width() < theme().px(size::drawerBelow) ? 0 : width() * 2 / 5;
}

void SignInWindow::paintEvent(QPaintEvent *)
{
    const Theme &look = theme();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRect area(0, 0, brandWidth(), height());
    painter.fillRect(area, look.color(Token::Sidebar));
    // Three waves at the foot, each a step lighter.
    painter.setClipRect(area);
    for (int wave = 0; wave < 3; ++wave) {
        const double base = area.height() - look.px(150) + wave * look.px(42);
        const double tall = look.px(14);
        const double length = look.px(190);
        QPainterPath path(QPointF(0, area.height()));
        for (double x = 0; x <= area.width() + 4; x += 4)
            path.lineTo(x, base + tall * std::sin((x / length + wave * 0.3) * 6.2832));
        path.lineTo(area.width() + 4, area.height());
        path.closeSubpath();
        QColor water = look.step(Hue::Mint, Step::S400);
        water.setAlphaF(0.10f + 0.06f * float(wave));
        painter.fillPath(path, water);
    }
    const int margin = look.px(40);
    drawPicture(painter, QRect(margin, margin, look.px(56), look.px(56)),
                QStringLiteral(":/brand/nimara-mark.svg"), look.color(Token::SidebarText));
    painter.setPen(look.color(Token::SidebarText));
    painter.setFont(look.font(Type::Figure, QFont::DemiBold));
    const QRect words(margin, margin + look.px(80), area.width() - 2 * margin, look.px(40));
    painter.drawText(words, Qt::AlignLeft | Qt::AlignTop, QStringLiteral("Port Nimara"));
    painter.setFont(look.font(Type::Section));
    painter.setPen(look.color(Token::SidebarMuted));
    painter.drawText(words.translated(0, look.px(42)).adjusted(0, 0, 0, look.px(80)),
                     Qt::AlignLeft | Qt::TextWordWrap,
                     tr("Berths, clients and deals, with you on the dock, online or not."));
}

} // namespace nimara::ui
