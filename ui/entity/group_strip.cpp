#include "ui/entity/group_strip.h"

#include "models/items/labels.h"
#include "models/store/store.h"
#include "models/store/when_done.h"
#include "ui/entity/edits.h"
#include "ui/entity/entity_host.h"
#include "ui/theme/figures.h"
#include "ui/theme/paint.h"
#include "ui/theme/status_look.h"
#include "ui/theme/theme.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/format.h"

#include <QAbstractButton>
#include <QHBoxLayout>
#include <QPainter>
#include <QTimer>

#include <algorithm>

namespace nimara::ui {

namespace {

constexpr int restMs = 300;

} // namespace

class GroupButton : public QAbstractButton
{
public:
    GroupButton(std::string_view column, const Choice &choice, QWidget *parent)
        : QAbstractButton(parent), m_column(column), m_word(choice.value)
    {
        setObjectName(QStringLiteral("group_") + fromUtf8(choice.value));
        setText(translated(choice.label));
        setCheckable(true);
        setFocusPolicy(Qt::StrongFocus);
        setCursor(Qt::PointingHandCursor);
        setCount({}, false);
    }

    void setCount(const QString &count, bool any)
    {
        m_count = count;
        m_any = any;
        setAccessibleName(QStringLiteral("%1: %2").arg(text(), count));
        updateGeometry();
        update();
    }

    QSize sizeHint() const override
    {
        const int words = Chip::widthFor(text(), statusLook(m_column, m_word));
        return {words + figuresWidth(countFont(), m_count) + theme().px(24), theme().px(size::control)};
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        const Theme &look = theme();
        const QColor fill = look.color(isChecked()    ? Token::Selected
                                       : underMouse() ? Token::Hover
                                                      : Token::Surface);
        paint::box(painter, rect(), fill, look.color(isChecked() ? Token::Brand : Token::Border),
                   look.px(size::radius));
        const QRect inner = rect().adjusted(look.px(6), 0, -look.px(10), 0);
        Chip::paint(painter, inner, text(), statusLook(m_column, m_word));
        painter.setFont(countFont());
        painter.setPen(look.color(m_any ? Token::Text : Token::Muted));
        drawFigures(painter, inner, Qt::AlignRight, m_count);
    }
    void enterEvent(QEnterEvent *) override { update(); }
    void leaveEvent(QEvent *) override { update(); }

private:
    static QFont countFont() { return theme().font(Type::Small, QFont::Medium); }

    std::string_view m_column; // of the registry, like the word
    std::string_view m_word;
    QString m_count;
    bool m_any = false;
};

GroupStrip::GroupStrip(EntityHost &host, const PageSpec &spec, QWidget *parent)
    : QWidget(parent), m_host(host), m_spec(spec), m_column(columnAt(*spec.table, *spec.strip))
{
    setObjectName(QStringLiteral("groups"));
    setMinimumWidth(1); // it hides where it has no room, and must not make the window wide
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(theme().px(size::grid * 2));
    for (const Choice &choice : m_column.spec.choices) {
        auto *button = new GroupButton(m_column.name(), choice, this);
        connect(button, &QAbstractButton::clicked, this,
                [this, word = std::string(choice.value)](bool only) { choose(Value(word), only); });
        m_buttons.push_back(button);
        row->addWidget(button);
    }
    row->addStretch(1);
    m_later = new QTimer(this);
    m_later->setSingleShot(true);
    m_later->setInterval(restMs);
    connect(m_later, &QTimer::timeout, this, &GroupStrip::count);
    connect(&host.store(), &Store::tableChanged, this, [this](int table) {
        if (isVisible() && table == m_spec.table->number && !m_later->isActive())
            m_later->start();
    });
    connect(&host.store(), &Store::replicaReplaced, this, &GroupStrip::count);
}

int GroupStrip::wantedWidth() const
{
    int width = -layout()->spacing();
    for (const GroupButton *button : m_buttons)
        width += button->sizeHint().width() + layout()->spacing();
    return width;
}

void GroupStrip::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    count();
}

void GroupStrip::setFilter(const ListFilter &filter)
{
    m_filter = filter;
    const auto own = filter.columns.find(m_column.index);
    for (std::size_t i = 0; i < m_buttons.size(); ++i) {
        const Value value = std::string(m_column.spec.choices[i].value);
        m_buttons[i]->setChecked(own != filter.columns.end() &&
                                 std::ranges::find(own->second.values, value) != own->second.values.end());
    }
    if (isVisible())
        count();
}

void GroupStrip::choose(const Value &value, bool only)
{
    ColumnFilter filter;
    if (only)
        filter.values = {value};
    emit chosen(m_column.index, filter);
}

void GroupStrip::count()
{
    ListFilter others = m_filter;
    others.columns.erase(m_column.index);
    const int round = ++m_round;
    whenDone(m_host.store().groups(toQuery(m_spec, others, m_host.format(), currentTime()),
                                   std::string(m_column.name())),
             this, [this, round](const Result<std::vector<GroupCount>> &groups) {
                 if (groups && round == m_round)
                     show(*groups);
             });
}

void GroupStrip::show(const std::vector<GroupCount> &groups)
{
    for (std::size_t i = 0; i < m_buttons.size(); ++i) {
        const Value value = std::string(m_column.spec.choices[i].value);
        const auto found = std::ranges::find(groups, value, &GroupCount::value);
        const std::int64_t count = found == groups.end() ? 0 : found->count;
        m_buttons[i]->setCount(m_host.format().number(count), count > 0);
    }
}

} // namespace nimara::ui
