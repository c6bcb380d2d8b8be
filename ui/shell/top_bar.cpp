#include "ui/shell/top_bar.h"

#include "models/items/labels.h"
#include "models/store/store.h"
#include "ui/shell/breadcrumbs.h"
#include "ui/shell/page_registry.h"
#include "ui/shell/search_button.h"
#include "ui/shell/ui_settings.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/widgets/avatar.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/keys.h"

#include <QActionGroup>
#include <QHBoxLayout>
#include <QMenu>
#include <QPainter>

namespace nimara::ui {

TopBar::TopBar(Store &store, const PageRegistry &pages, UiSettings &settings, QWidget *parent)
    : QWidget(parent), m_store(store), m_pages(pages), m_settings(settings),
      m_drawer(new IconButton(QStringLiteral("menu"), tr("Open the sections"), this)),
      m_back(new IconButton(QStringLiteral("arrow-left"), tr("Back"), this)),
      m_forward(new IconButton(QStringLiteral("arrow-right"), tr("Forward"), this)),
      m_crumbs(new Breadcrumbs(this)), m_search(new SearchButton(this)),
      m_bell(new IconButton(QStringLiteral("bell"), tr("Notifications"), this)),
      m_new(makeButton(tr("New"), Emphasis::Primary, QStringLiteral("plus"), this)),
      m_port(new QToolButton(this)), m_user(new QToolButton(this)),
      m_avatar(new Avatar(QString(), 28, m_user)), m_userMenu(new QMenu(this))
{
    setAccessibleName(tr("Top bar"));
    build();
    connectParts();
    followSession();
}

void TopBar::build()
{
    auto *line = new QHBoxLayout(this);
    line->setContentsMargins(theme().px(size::gap), 0, theme().px(size::gap), 1);
    line->setSpacing(theme().px(4));
    for (QWidget *widget : std::initializer_list<QWidget *>{m_drawer, m_back, m_forward})
        line->addWidget(widget);
    line->addSpacing(theme().px(8));
    line->addWidget(m_crumbs, 1);
    line->addWidget(m_search);
    line->addSpacing(theme().px(8));
    for (QWidget *widget : std::initializer_list<QWidget *>{m_new, m_bell, m_port, m_user})
        line->addWidget(widget);

    m_new->setMenu(new QMenu(m_new));
    m_port->setPopupMode(QToolButton::InstantPopup);
    m_port->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_port->setIcon(icon(QStringLiteral("chevrons-up-down")));
    m_port->setAutoRaise(true);
    m_port->setFocusPolicy(Qt::StrongFocus);
    m_port->setMenu(new QMenu(m_port));
    m_user->setPopupMode(QToolButton::InstantPopup);
    m_user->setAutoRaise(true);
    m_user->setFocusPolicy(Qt::StrongFocus);
    m_user->setMenu(m_userMenu);
    m_user->setFixedSize(theme().px(36), theme().px(36));
    m_avatar->setAttribute(Qt::WA_TransparentForMouseEvents);
    m_avatar->move(theme().px(4), theme().px(4));
    m_drawer->hide();
    m_back->setToolTip(keys::tip(tr("Back"), keys::back()));
    m_forward->setToolTip(keys::tip(tr("Forward"), keys::forward()));
}

void TopBar::connectParts()
{
    connect(m_drawer, &QToolButton::clicked, this, &TopBar::drawerRequested);
    connect(m_back, &QToolButton::clicked, this, &TopBar::backRequested);
    connect(m_forward, &QToolButton::clicked, this, &TopBar::forwardRequested);
    connect(m_crumbs, &Breadcrumbs::activated, this, &TopBar::addressChosen);
    connect(m_search, &QAbstractButton::clicked, this, &TopBar::searchRequested);
    connect(m_bell, &QToolButton::clicked, this, &TopBar::bellRequested);
    connect(&m_store, &Store::sessionChanged, this, &TopBar::followSession);
    connect(&m_settings, &UiSettings::appearanceChanged, this, &TopBar::buildUserMenu);
}

void TopBar::followSession()
{
    buildNewMenu();
    buildPortMenu();
    buildUserMenu();
    const SessionInfo &session = m_store.session();
    m_avatar->setName(fromUtf8(session.userName));
    m_user->setAccessibleName(tr("Account of %1").arg(fromUtf8(session.userName)));
    m_user->setToolTip(fromUtf8(session.userName));
    const bool blocked = session.port() == nullptr;
    for (QWidget *widget : std::initializer_list<QWidget *>{m_search, m_bell, m_back, m_forward})
        widget->setVisible(!blocked);
}

void TopBar::buildNewMenu()
{
    QMenu *menu = m_new->menu();
    menu->clear();
    for (const PageEntry &entry : m_pages.entries()) {
        if (!entry.mayCreate(m_store.session()))
            continue;
        QAction *action = menu->addAction(icon(entry.icon), entry.createTitle);
        connect(action, &QAction::triggered, this,
                [this, key = entry.key] { emit addressChosen(PageAddress::ofNew(key).toUrl()); });
    }
    m_new->setVisible(!menu->isEmpty());
    m_new->setToolTip(keys::tip(tr("Add something new"), QKeySequence::New));
    m_new->setAccessibleName(tr("New"));
}

void TopBar::buildPortMenu()
{
    const SessionInfo &session = m_store.session();
    QMenu *menu = m_port->menu();
    menu->clear();
    for (const PortInfo &port : session.ports) {
        QAction *action = menu->addAction(fromUtf8(port.name));
        action->setCheckable(true);
        action->setChecked(port.id == session.portId);
        connect(action, &QAction::triggered, this, [this, id = port.id] { emit portChosen(id); });
    }
    const PortInfo *current = session.port();
    m_port->setText(current ? fromUtf8(current->name) : tr("Choose a port"));
    m_port->setAccessibleName(tr("Port: %1").arg(m_port->text()));
    m_port->setToolTip(tr("Switch the port"));
    m_port->setVisible(session.ports.size() >= 2);
}

void TopBar::addAppearance(QMenu *menu)
{
    QMenu *choices = menu->addMenu(icon(QStringLiteral("sun-moon")), tr("Appearance"));
    auto *group = new QActionGroup(choices);
    const auto add = [&](const QString &text, Appearance appearance) {
        QAction *action = choices->addAction(text);
        action->setCheckable(true);
        action->setChecked(m_settings.appearance() == appearance);
        group->addAction(action);
        connect(action, &QAction::triggered, this,
                [this, appearance] { m_settings.setAppearance(appearance); });
    };
    add(tr("As the system"), Appearance::System);
    add(tr("Light"), Appearance::Light);
    add(tr("Dark"), Appearance::Dark);
}

void TopBar::buildUserMenu()
{
    QMenu *menu = m_userMenu;
    menu->clear();
    const SessionInfo &session = m_store.session();
    QAction *who = menu->addAction(fromUtf8(session.email.empty() ? session.userName : session.email));
    who->setEnabled(false);
    menu->addSeparator();
    const auto add = [&](const char *iconName, const QString &text, void (TopBar::*signal)()) {
        connect(menu->addAction(icon(QString::fromLatin1(iconName)), text), &QAction::triggered, this,
                signal);
    };
    add("circle-user-round", tr("Profile"), &TopBar::profileRequested);
    addAppearance(menu);
    if (session.port())
        add("notebook-pen", tr("Scratchpad"), &TopBar::scratchpadRequested);
    menu->addSeparator();
    add("keyboard", tr("Keyboard shortcuts"), &TopBar::shortcutsRequested);
    add("info", tr("About Port Nimara CRM"), &TopBar::aboutRequested);
    menu->addSeparator();
    add("log-out", tr("Log out"), &TopBar::signOutRequested);
}

void TopBar::setCrumbs(const QList<Crumb> &crumbs)
{
    m_crumbs->setCrumbs(crumbs);
}

void TopBar::setBackForward(bool back, bool forward)
{
    m_back->setEnabled(back);
    m_forward->setEnabled(forward);
}

void TopBar::setUnread(int count)
{
    m_bell->setCount(count);
    m_bell->setName(count > 0 ? tr("Notifications, %n unread", nullptr, count) : tr("Notifications"));
}

void TopBar::setDrawer(bool drawer)
{
    m_drawer->setVisible(drawer);
}

void TopBar::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    const int wide = theme().px(900);
    m_search->setCompact(width() < wide);
    m_port->setToolButtonStyle(width() < wide ? Qt::ToolButtonIconOnly : Qt::ToolButtonTextBesideIcon);
    m_new->setText(width() < theme().px(640) ? QString() : tr("New"));
}

void TopBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), theme().color(Token::Surface));
    painter.fillRect(QRect(0, height() - 1, width(), 1), theme().color(Token::Border));
}

} // namespace nimara::ui
