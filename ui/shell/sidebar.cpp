#include "ui/shell/sidebar.h"

#include "models/items/labels.h"
#include "models/store/store.h"
#include "ui/shell/ui_settings.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/widgets/avatar.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/label.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPainter>
#include <QVBoxLayout>

#include <array>

namespace nimara::ui {

namespace {

constexpr std::array sections{Section::Main, Section::Financial, Section::Operations, Section::Admin};

QString foldKey(Section section)
{
    return QStringLiteral("sidebar/folded/%1").arg(int(section));
}

// The mark of the product: "PN" on brand.
class Mark : public QWidget
{
public:
    explicit Mark(QWidget *parent) : QWidget(parent)
    {
        setFixedSize(theme().px(36), theme().px(36));
        setAccessibleName(QStringLiteral("Port Nimara"));
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        drawPicture(painter, rect(), QStringLiteral(":/brand/nimara-mark.svg"),
                    theme().color(Token::SidebarText));
    }
};

} // namespace

Sidebar::Sidebar(Store &store, const PageRegistry &pages, UiSettings &settings, QWidget *parent)
    : QWidget(parent), m_store(store), m_pages(pages), m_settings(settings),
      m_collapsed(settings.isSidebarCollapsed())
{
    setAccessibleName(tr("Sections"));
    m_scroll = new QScrollArea(this);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setWidgetResizable(true);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_scroll->viewport()->setAutoFillBackground(false);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(buildHeader());
    column->addWidget(m_scroll, 1);
    column->addWidget(buildFooter());
    m_motion.setDuration(200);
    connect(&m_motion, &QVariantAnimation::valueChanged, this, &Sidebar::widthChanged);
    connect(&m_store, &Store::sessionChanged, this, &Sidebar::build);
    build();
}

QWidget *Sidebar::buildHeader()
{
    auto *header = new QWidget(this);
    auto *line = new QHBoxLayout(header);
    line->setContentsMargins(theme().px(14), theme().px(10), theme().px(8), theme().px(10));
    line->setSpacing(theme().px(size::gap));
    line->addWidget(new Mark(header));
    m_brandWords = new QWidget(header);
    auto *words = new QVBoxLayout(m_brandWords);
    words->setContentsMargins(0, 0, 0, 0);
    words->setSpacing(0);
    words->addWidget(
        new Label(QStringLiteral("Port Nimara"), Type::Section, Token::SidebarText, QFont::DemiBold));
    words->addWidget(new Label(QStringLiteral("Marina CRM"), Type::Small, Token::SidebarMuted));
    line->addWidget(m_brandWords, 1);
    return header;
}

QWidget *Sidebar::buildFooter()
{
    m_footer = new QWidget(this);
    auto *line = new QHBoxLayout(m_footer);
    line->setContentsMargins(theme().px(16), theme().px(10), theme().px(8), theme().px(10));
    line->setSpacing(theme().px(10));
    m_avatar = new Avatar(QString(), 32, m_footer);
    m_avatar->installEventFilter(this);
    line->addWidget(m_avatar);
    m_who = new QWidget(m_footer);
    auto *words = new QVBoxLayout(m_who);
    words->setContentsMargins(0, 0, 0, 0);
    words->setSpacing(0);
    m_name = new ElidedLabel(QString(), Type::Body, Token::SidebarText, QFont::Medium);
    m_role = new ElidedLabel(QString(), Type::Small, Token::SidebarMuted);
    words->addWidget(m_name);
    words->addWidget(m_role);
    line->addWidget(m_who, 1);
    m_toggle = new IconButton(QString(), QString(), m_footer);
    m_toggle->setProperty(onNavyProperty, true);
    line->addWidget(m_toggle);
    connect(m_toggle, &QToolButton::clicked, this, [this] { setCollapsed(!m_collapsed); });
    return m_footer;
}

void Sidebar::build()
{
    m_items.clear();
    m_headings.clear();
    m_sections.clear();
    m_order.clear();
    m_list = new QWidget;
    m_list->setAutoFillBackground(false);
    m_column = new QVBoxLayout(m_list);
    m_column->setContentsMargins(0, theme().px(4), 0, theme().px(size::gap));
    m_column->setSpacing(1);
    for (const Section section : sections)
        buildSection(section);
    m_column->addStretch(1);
    m_scroll->setWidget(m_list); // the old list goes
    m_list->setAutoFillBackground(false);

    const SessionInfo &session = m_store.session();
    const PortInfo *port = session.port();
    m_avatar->setName(fromUtf8(session.userName));
    m_name->setText(fromUtf8(session.userName));
    m_role->setText(session.isSuperAdmin ? roleLabel("super_admin")
                    : port               ? roleLabel(port->roleName)
                                         : QString());
    setCurrent(m_current);
    dress();
}

void Sidebar::buildSection(Section section)
{
    const auto entries = m_pages.visible(section, m_store.session());
    if (entries.empty())
        return;
    auto *heading = new SidebarHeading(sectionTitle(section), m_list);
    m_headings.insert(int(section), heading);
    m_column->addWidget(heading);
    connect(heading, &QAbstractButton::clicked, this, [this, section, heading] {
        fold(section, !heading->isFolded());
        m_settings.setValue(foldKey(section), heading->isFolded());
    });
    for (const PageEntry *entry : entries) {
        auto *item = new SidebarItem(entry->icon, entry->title, m_list);
        item->setObjectName(QStringLiteral("sidebar-") + entry->key);
        item->installEventFilter(this);
        connect(item, &QAbstractButton::clicked, this, [this, key = entry->key] {
            setCurrent(m_current); // only when the page is really shown
            emit chosen(key);
        });
        m_items.insert(entry->key, item);
        m_sections[int(section)].append(item);
        m_order.append(item);
        m_column->addWidget(item);
    }
    // Admin is long and seldom used: it starts folded.
    fold(section, m_settings.value(foldKey(section), section == Section::Admin).toBool());
}

void Sidebar::fold(Section section, bool folded)
{
    SidebarHeading *heading = m_headings.value(int(section));
    heading->setFolded(folded);
    for (SidebarItem *item : m_sections.value(int(section)))
        item->setVisible(!folded || item->isChecked());
}

void Sidebar::setCurrent(const QString &pageKey)
{
    m_current = pageKey;
    for (auto item = m_items.cbegin(); item != m_items.cend(); ++item) {
        item.value()->setAutoExclusive(false);
        item.value()->setChecked(item.key() == pageKey);
    }
    for (auto heading = m_headings.cbegin(); heading != m_headings.cend(); ++heading)
        fold(static_cast<Section>(heading.key()), heading.value()->isFolded());
    const SidebarItem *stop = tabStop();
    for (SidebarItem *item : std::as_const(m_order))
        item->setFocusPolicy(item == stop ? Qt::StrongFocus : Qt::ClickFocus);
    if (SidebarItem *item = m_items.value(pageKey))
        m_scroll->ensureWidgetVisible(item, 0, theme().px(24));
}

SidebarItem *Sidebar::tabStop() const
{
    if (SidebarItem *item = m_items.value(m_current))
        return item;
    return m_order.isEmpty() ? nullptr : m_order.first();
}

QList<SidebarItem *> Sidebar::shownItems() const
{
    QList<SidebarItem *> shown;
    for (SidebarItem *item : m_order) {
        if (!item->isHidden())
            shown.append(item);
    }
    return shown;
}

QStringList Sidebar::visiblePages() const
{
    QStringList keys;
    for (const SidebarItem *item : m_order)
        keys.append(m_items.key(const_cast<SidebarItem *>(item)));
    return keys;
}

void Sidebar::focusCurrent()
{
    if (SidebarItem *item = tabStop())
        item->setFocus(Qt::ShortcutFocusReason);
}

void Sidebar::walk(int by)
{
    const QList<SidebarItem *> shown = shownItems();
    const auto at = shown.indexOf(qobject_cast<SidebarItem *>(focusWidget()));
    if (at < 0)
        return;
    const qsizetype next = std::clamp<qsizetype>(at + by, 0, shown.size() - 1);
    shown[next]->setFocus(Qt::TabFocusReason);
    m_scroll->ensureWidgetVisible(shown[next], 0, theme().px(24));
}

bool Sidebar::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::KeyPress && qobject_cast<SidebarItem *>(watched)) {
        switch (static_cast<QKeyEvent *>(event)->key()) {
        case Qt::Key_Down:
            walk(1);
            return true;
        case Qt::Key_Up:
            walk(-1);
            return true;
        case Qt::Key_Home:
            walk(-1000);
            return true;
        case Qt::Key_End:
            walk(1000);
            return true;
        case Qt::Key_Return:
        case Qt::Key_Enter:
            static_cast<SidebarItem *>(watched)->click();
            return true;
        default:
            break;
        }
    }
    if (watched == m_avatar && event->type() == QEvent::MouseButtonRelease) {
        emit accountRequested(m_avatar);
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

void Sidebar::setCollapsed(bool collapsed)
{
    if (collapsed == m_collapsed)
        return;
    const int from = currentWidth();
    m_collapsed = collapsed;
    m_settings.setSidebarCollapsed(collapsed);
    m_motion.stop();
    dress();
    const int time = theme().duration(200);
    if (time > 0 && isVisible()) {
        m_motion.setStartValue(from);
        m_motion.setEndValue(theme().px(collapsed ? size::sidebarCollapsed : size::sidebar));
        m_motion.start();
    }
    emit widthChanged();
}

void Sidebar::setDrawer(bool drawer)
{
    m_drawer = drawer;
    dress();
    emit widthChanged();
}

int Sidebar::currentWidth() const
{
    if (m_motion.state() == QAbstractAnimation::Running && !m_drawer)
        return m_motion.currentValue().toInt();
    return theme().px(m_collapsed && !m_drawer ? size::sidebarCollapsed : size::sidebar);
}

void Sidebar::dress()
{
    const bool compact = m_collapsed && !m_drawer;
    m_brandWords->setVisible(!compact);
    m_who->setVisible(!compact);
    m_avatar->setVisible(!compact);
    m_toggle->setVisible(!m_drawer);
    m_toggle->setIconName(compact ? QStringLiteral("panel-left-open") : QStringLiteral("panel-left-close"),
                          Token::SidebarMuted);
    m_toggle->setName(compact ? tr("Widen the sidebar") : tr("Narrow the sidebar"));
    for (SidebarItem *item : std::as_const(m_order))
        item->setCompact(compact);
    for (SidebarHeading *heading : std::as_const(m_headings))
        heading->setCompact(compact);
}

void Sidebar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), theme().color(Token::Sidebar));
    painter.fillRect(QRect(0, m_footer->y(), width(), 1), theme().color(Token::SidebarActive));
}

} // namespace nimara::ui
