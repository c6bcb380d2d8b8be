#include "ui/entity/row_state_mark.h"

#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/widgets/label.h"

#include <QCoreApplication>
#include <QEvent>
#include <QHBoxLayout>

namespace nimara::ui {

QString rowStateText(RowState state)
{
    switch (state) {
    case RowState::Confirmed:
        return QCoreApplication::translate("RowState", "Confirmed by the server");
    case RowState::Waiting:
        return QCoreApplication::translate("RowState", "Saved on this computer");
    case RowState::Sent:
        return QCoreApplication::translate("RowState", "Sent to the server");
    case RowState::NeedsReview:
        return QCoreApplication::translate("RowState", "Needs review");
    }
    return {};
}

QString rowStateIcon(RowState state)
{
    switch (state) {
    case RowState::Confirmed:
        return QStringLiteral("cloud-check");
    case RowState::Waiting:
        return QStringLiteral("laptop");
    case RowState::Sent:
        return QStringLiteral("cloud-upload");
    case RowState::NeedsReview:
        return QStringLiteral("triangle-alert");
    }
    return {};
}

Token rowStateColor(RowState state)
{
    switch (state) {
    case RowState::Confirmed:
        return Token::Success;
    case RowState::Waiting:
    case RowState::Sent:
        return Token::Muted;
    case RowState::NeedsReview:
        return Token::Warning;
    }
    return Token::Muted;
}

RowStateMark::RowStateMark(QWidget *parent) : QWidget(parent)
{
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme().px(size::grid));
    m_icon = new QLabel(this);
    m_text = new Label({}, Type::Small, Token::Muted, QFont::Normal, this);
    layout->addWidget(m_icon);
    layout->addWidget(m_text);
    dress();
}

void RowStateMark::setState(RowState state)
{
    if (m_state == state)
        return;
    m_state = state;
    dress();
}

void RowStateMark::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange)
        dress();
}

void RowStateMark::dress()
{
    const int side = theme().px(size::icon);
    m_icon->setPixmap(
        icon(rowStateIcon(m_state), rowStateColor(m_state)).pixmap(QSize(side, side), devicePixelRatioF()));
    // All is well: the mark says so, and its words on request.
    m_text->setVisible(m_state != RowState::Confirmed);
    m_text->setText(rowStateText(m_state));
    setToolTip(rowStateText(m_state));
    setAccessibleName(rowStateText(m_state));
}

} // namespace nimara::ui
