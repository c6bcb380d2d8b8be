#include "ui/shell/breadcrumbs.h"

#include "ui/theme/icons.h"
#include "ui/widgets/label.h"

#include <QAbstractButton>
#include <QEvent>
#include <QPainter>

namespace nimara::ui {

namespace {

QFont linkFont()
{
    return theme().font(Type::Body, QFont::Medium);
}

QFont titleFont()
{
    return theme().font(Type::Section, QFont::DemiBold);
}

class CrumbLink : public QAbstractButton
{
public:
    CrumbLink(const QString &text, QWidget *parent) : QAbstractButton(parent)
    {
        setText(text);
        setAccessibleName(text);
        setAttribute(Qt::WA_Hover);
        setFocusPolicy(Qt::TabFocus);
        setCursor(Qt::PointingHandCursor);
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        painter.setFont(linkFont());
        painter.setPen(theme().color(underMouse() ? Token::Link : Token::Muted));
        painter.drawText(rect(), Qt::AlignVCenter | Qt::AlignLeft, text());
    }
};

class Divider : public QWidget
{
public:
    using QWidget::QWidget;

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        const int side = theme().px(14);
        drawIcon(painter, QRect((width() - side) / 2, (height() - side) / 2, side, side),
                 QStringLiteral("chevron-right"), theme().color(Token::Muted));
    }
};

} // namespace

Breadcrumbs::Breadcrumbs(QWidget *parent) : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    setAccessibleName(tr("Where you are"));
}

void Breadcrumbs::setCrumbs(QList<Crumb> crumbs)
{
    m_crumbs = std::move(crumbs);
    QStringList words;
    for (const Crumb &crumb : std::as_const(m_crumbs))
        words.append(crumb.text);
    setAccessibleDescription(words.join(QStringLiteral(", ")));
    m_shownFor = -1;
    rebuild();
}

QSize Breadcrumbs::sizeHint() const
{
    return {theme().px(320), theme().px(size::control)};
}

QSize Breadcrumbs::minimumSizeHint() const
{
    return {theme().px(72), theme().px(size::control)};
}

void Breadcrumbs::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    rebuild();
}

void Breadcrumbs::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::StyleChange) {
        m_shownFor = -1;
        rebuild();
    }
}

void Breadcrumbs::rebuild()
{
    if (width() == m_shownFor)
        return;
    m_shownFor = width();
    qDeleteAll(m_parts);
    m_parts.clear();
    if (m_crumbs.isEmpty())
        return;
    const int divider = theme().px(24);
    const int titleWidth = QFontMetrics(titleFont()).horizontalAdvance(m_crumbs.last().text) + theme().px(2);
    int room = width() - std::min(titleWidth, width());
    qsizetype first = m_crumbs.size() - 1;
    while (first > 0) {
        const int needed = QFontMetrics(linkFont()).horizontalAdvance(m_crumbs[first - 1].text) + divider;
        if (needed > room)
            break;
        room -= needed;
        --first;
    }
    int x = 0;
    const auto place = [&](QWidget *part, int wide) {
        part->setGeometry(x, 0, wide, height());
        part->show();
        m_parts.append(part);
        x += wide;
    };
    for (qsizetype i = first; i + 1 < m_crumbs.size(); ++i) {
        const Crumb &crumb = m_crumbs[i];
        auto *link = new CrumbLink(crumb.text, this);
        link->setEnabled(!crumb.address.isEmpty());
        connect(link, &QAbstractButton::clicked, this,
                [this, address = crumb.address] { emit activated(address); });
        place(link, QFontMetrics(linkFont()).horizontalAdvance(crumb.text));
        place(new Divider(this), divider);
    }
    auto *title = new ElidedLabel(m_crumbs.last().text, Type::Section, Token::Text, QFont::DemiBold, this);
    title->setTextFormat(Qt::PlainText);
    title->setAlignment(Qt::AlignVCenter | Qt::AlignLeft);
    place(title, std::min(titleWidth, width() - x));
}

} // namespace nimara::ui
