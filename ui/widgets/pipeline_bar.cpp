#include "ui/widgets/pipeline_bar.h"

#include "models/items/labels.h"
#include "models/schema/tables/enums.h"
#include "ui/theme/focus_ring.h"
#include "ui/theme/icons.h"
#include "ui/theme/status_look.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <QToolTip>

#include <algorithm>

namespace nimara::ui {

namespace {

constexpr int count = int(pipelineStageChoices.size());
constexpr int wordsMargin = 30; // both tips and a little air

QString labelOf(int index)
{
    return translated(pipelineStageChoices[std::size_t(index)].label);
}

QString stageWords(int index)
{
    return QString::number(index + 1) + QStringLiteral("  ") + labelOf(index);
}

} // namespace

PipelineBar::PipelineBar(QWidget *parent) : QWidget(parent)
{
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setNoFocusRing(this);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    updateAccessible();
}

void PipelineBar::setStage(const std::string &stage)
{
    m_stage = stage;
    m_cursor = std::max(0, stageNumber(stage) - 1);
    updateAccessible();
    update();
}

void PipelineBar::setReadOnly(bool readOnly)
{
    m_readOnly = readOnly;
    setFocusPolicy(readOnly ? Qt::NoFocus : Qt::StrongFocus);
    update();
}

QSize PipelineBar::sizeHint() const
{
    return {theme().px(88) * count, theme().px(size::control)};
}

QSize PipelineBar::minimumSizeHint() const
{
    return {theme().px(34) * count, theme().px(size::control)};
}

// Short words have the room they need, long ones share what is left; where all fit, what is over is for all.
std::vector<int> PipelineBar::edges() const
{
    const QFontMetrics metrics(theme().font(Type::Small, QFont::DemiBold));
    std::vector<std::pair<int, int>> wanted; // width, segment
    for (int i = 0; i < count; ++i)
        wanted.emplace_back(metrics.horizontalAdvance(stageWords(i)) + theme().px(wordsMargin), i);
    std::ranges::sort(wanted);
    std::vector<int> widths(count);
    int room = width();
    for (int i = 0; i < count; ++i) {
        const auto [width, segment] = wanted[std::size_t(i)];
        widths[std::size_t(segment)] = std::min(width, room / (count - i));
        room -= widths[std::size_t(segment)];
    }
    std::vector<int> edges{0};
    for (int i = 0; i < count; ++i)
        edges.push_back(edges.back() + widths[std::size_t(i)] + room * (i + 1) / count - room * i / count);
    return edges;
}

QRect PipelineBar::segment(int index) const
{
    const std::vector<int> all = edges();
    const int left = all[std::size_t(index)];
    const int right = all[std::size_t(index) + 1];
    const QRect logical(left, 0, right - left, height());
    return layoutDirection() == Qt::RightToLeft ? QRect(width() - right, 0, right - left, height()) : logical;
}

int PipelineBar::stageAt(const QPoint &point) const
{
    for (int index = 0; index < count; ++index) {
        if (segment(index).contains(point))
            return index;
    }
    return -1;
}

void PipelineBar::paintSegment(QPainter &painter, int index) const
{
    const Theme &look = theme();
    const int reached = stageNumber(m_stage) - 1;
    const QRectF rect =
        QRectF(segment(index)).adjusted(index == 0 ? 0 : 1.5, 0, index == count - 1 ? 0 : -1.5, 0);
    const double tip = std::min(rect.height() / 3, rect.width() / 5);
    QPainterPath path;
    path.moveTo(rect.topLeft());
    path.lineTo(rect.right() - (index == count - 1 ? 0 : tip), rect.top());
    path.lineTo(rect.right(), index == count - 1 ? rect.top() : rect.center().y());
    if (index == count - 1)
        path.lineTo(rect.bottomRight());
    else
        path.lineTo(rect.right() - tip, rect.bottom());
    path.lineTo(rect.bottomLeft());
    if (index > 0)
        path.lineTo(rect.left() + tip, rect.center().y());
    path.closeSubpath();

    const bool filled = index <= reached;
    const StatusLook stage = stageLook(pipelineStageChoices[std::size_t(index)].value);
    QColor fill = filled ? stage.fill : look.color(Token::Border); // seen in the dark too
    if (!m_readOnly && index == m_hover)
        fill = mixed(fill, look.color(Token::Brand), 0.18).toRgb();
    painter.fillPath(path, fill);
    if (index == m_cursor && showsKeyboardFocus(this)) {
        painter.setPen(QPen(look.color(Token::Brand), 2));
        painter.drawPath(path.translated(0, 0));
    }
    painter.setPen(readableOn(fill, filled ? stage.text : look.color(Token::Muted)));
    painter.setFont(look.font(Type::Small, index == reached ? QFont::DemiBold : QFont::Medium));
    const QRectF words = rect.adjusted(index == 0 ? look.px(6) : tip + look.px(3), 0, -tip - look.px(1), 0);
    const QString number = QString::number(index + 1);
    const QString full = stageWords(index);
    const bool room = painter.fontMetrics().horizontalAdvance(full) <= words.width();
    const bool some = words.width() > painter.fontMetrics().horizontalAdvance(number) + look.px(40);
    const QString shown = room   ? full
                          : some ? painter.fontMetrics().elidedText(full, Qt::ElideRight, int(words.width()))
                                 : number;
    painter.drawText(words, Qt::AlignCenter, shown);
}

void PipelineBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QPainterPath outline;
    outline.addRoundedRect(rect(), theme().px(size::radius), theme().px(size::radius));
    painter.setClipPath(outline);
    for (int index = 0; index < count; ++index)
        paintSegment(painter, index);
}

void PipelineBar::mouseMoveEvent(QMouseEvent *event)
{
    m_hover = m_readOnly ? -1 : stageAt(event->position().toPoint());
    update();
}

void PipelineBar::leaveEvent(QEvent *)
{
    m_hover = -1;
    update();
}

void PipelineBar::focusInEvent(QFocusEvent *event)
{
    m_cursor = std::max(0, stageNumber(m_stage) - 1);
    QWidget::focusInEvent(event);
}

void PipelineBar::mouseReleaseEvent(QMouseEvent *event)
{
    const int index = stageAt(event->position().toPoint());
    if (!m_readOnly && index >= 0 && event->button() == Qt::LeftButton)
        emit stageRequested(fromUtf8(pipelineStageChoices[std::size_t(index)].value));
}

void PipelineBar::keyPressEvent(QKeyEvent *event)
{
    const int step = layoutDirection() == Qt::RightToLeft ? -1 : 1;
    switch (event->key()) {
    case Qt::Key_Left:
        m_cursor = std::clamp(m_cursor - step, 0, count - 1);
        break;
    case Qt::Key_Right:
        m_cursor = std::clamp(m_cursor + step, 0, count - 1);
        break;
    case Qt::Key_Home:
        m_cursor = 0;
        break;
    case Qt::Key_End:
        m_cursor = count - 1;
        break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Space:
        if (!m_readOnly)
            emit stageRequested(fromUtf8(pipelineStageChoices[std::size_t(m_cursor)].value));
        return;
    default:
        QWidget::keyPressEvent(event);
        return;
    }
    updateAccessible();
    update();
}

bool PipelineBar::event(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        auto *help = static_cast<QHelpEvent *>(event);
        const int index = stageAt(help->pos());
        QToolTip::showText(help->globalPos(), index < 0 ? QString() : labelOf(index), this);
        return true;
    }
    if (event->type() == QEvent::StyleChange)
        updateGeometry();
    return QWidget::event(event);
}

void PipelineBar::updateAccessible()
{
    const int reached = stageNumber(m_stage) - 1;
    setAccessibleName(
        reached < 0 ? tr("Pipeline")
                    : tr("Pipeline: %1, step %2 of %3").arg(labelOf(reached)).arg(reached + 1).arg(count));
    setAccessibleDescription(m_readOnly || m_cursor < 0 || m_cursor == reached
                                 ? QString()
                                 : tr("Enter moves the deal to %1").arg(labelOf(m_cursor)));
}

} // namespace nimara::ui
