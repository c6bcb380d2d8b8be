#include "ui/shell/command_palette.h"

#include "ui/shell/command_registry.h"
#include "ui/shell/palette_model.h"
#include "ui/theme/icons.h"
#include "ui/theme/paint.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/label.h"
#include "ui/widgets/search_field.h"

#include <QKeyEvent>
#include <QListView>
#include <QPainter>
#include <QStackedWidget>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

namespace nimara::ui {

namespace {

class PaletteDelegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem &, const QModelIndex &index) const override
    {
        return {100, theme().px(index.data(PaletteModel::HeadingRole).toBool() ? 30 : 36)};
    }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const Theme &look = theme();
        const QRect row = option.rect.adjusted(look.px(8), 0, -look.px(8), 0);
        if (index.data(PaletteModel::HeadingRole).toBool()) {
            painter->setFont(look.font(Type::Small, QFont::DemiBold));
            painter->setPen(look.color(Token::Muted));
            painter->drawText(row.adjusted(look.px(8), look.px(6), 0, 0), Qt::AlignVCenter | Qt::AlignLeft,
                              index.data().toString());
            return;
        }
        const bool selected = (option.state & QStyle::State_Selected) != 0;
        const bool hover = (option.state & QStyle::State_MouseOver) != 0;
        if (selected || hover)
            paint::box(*painter, row, look.color(selected ? Token::Selected : Token::Hover), QColor(),
                       look.px(size::radius));
        paintWords(*painter, row.adjusted(look.px(10), 0, -look.px(10), 0), index);
    }

private:
    static void paintWords(QPainter &painter, QRect rect, const QModelIndex &index)
    {
        const Theme &look = theme();
        const int side = look.px(size::icon);
        drawIcon(painter, QRect(rect.x(), rect.center().y() - side / 2 + 1, side, side),
                 index.data(PaletteModel::IconRole).toString(), look.color(Token::Muted));
        rect.setLeft(rect.left() + side + look.px(size::gap));
        painter.setFont(look.font(Type::Small));
        painter.setPen(look.color(Token::Muted));
        if (const QString keys = index.data(PaletteModel::KeysRole).toString(); !keys.isEmpty()) {
            painter.drawText(rect, Qt::AlignVCenter | Qt::AlignRight, keys);
            rect.setRight(rect.right() - painter.fontMetrics().horizontalAdvance(keys) - look.px(size::gap));
        }
        const QString detail = index.data(PaletteModel::DetailRole).toString();
        painter.setFont(look.font(Type::Body, QFont::Medium));
        painter.setPen(look.color(Token::Text));
        const QString title =
            painter.fontMetrics().elidedText(index.data().toString(), Qt::ElideRight, rect.width());
        painter.drawText(rect, Qt::AlignVCenter | Qt::AlignLeft, title);
        rect.setLeft(rect.left() + painter.fontMetrics().horizontalAdvance(title) + look.px(10));
        if (rect.width() < look.px(24))
            return;
        painter.setFont(look.font(Type::Small));
        painter.setPen(look.color(Token::Muted));
        painter.drawText(rect, Qt::AlignVCenter | Qt::AlignLeft,
                         painter.fontMetrics().elidedText(detail, Qt::ElideRight, rect.width()));
    }
};

} // namespace

CommandPalette::CommandPalette(ShellContext &context, const CommandRegistry &commands, QWidget *window)
    : Popover(window), m_field(new SearchField(content())), m_list(new QListView(content())),
      m_stack(new QStackedWidget(content())), m_nothing(new EmptyState(content())),
      m_model(new PaletteModel(context, commands, this))
{
    setAccessibleName(tr("Search records and commands"));
    m_field->setPlaceholderText(tr("Search clients, berths, deals, or type a command"));
    m_field->setAccessibleName(tr("Search records and commands"));
    m_field->setDelay(60);
    m_field->installEventFilter(this);
    m_list->setModel(m_model);
    m_list->setItemDelegate(new PaletteDelegate(m_list));
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->setAccessibleName(tr("Results"));
    m_list->viewport()->setAutoFillBackground(false);
    m_list->setMouseTracking(true);
    m_stack->addWidget(m_list);
    m_stack->addWidget(m_nothing);

    auto *column = new QVBoxLayout(content());
    const int pad = theme().px(size::gap);
    column->setContentsMargins(0, pad, 0, theme().px(6));
    column->setSpacing(theme().px(6));
    auto *top = new QHBoxLayout;
    top->setContentsMargins(pad, 0, pad, 0);
    top->addWidget(m_field);
    column->addLayout(top);
    column->addWidget(m_stack, 1);
    auto *hint = new Label(tr("↑ ↓ to move · Enter to open · Esc to close"), Type::Small, Token::Muted);
    hint->setContentsMargins(pad + theme().px(4), 0, pad, 0);
    column->addWidget(hint);

    connect(m_field, &SearchField::searched, m_model, &PaletteModel::find);
    connect(m_model, &PaletteModel::updated, this, &CommandPalette::followModel);
    connect(m_list, &QListView::clicked, this, [this](const QModelIndex &index) { activate(index.row()); });
}

QSize CommandPalette::wantedSize() const
{
    return {theme().px(640), theme().px(440)};
}

void CommandPalette::openPalette()
{
    m_field->clear();
    m_model->find({});
    open(Place::TopCentre);
    m_field->setFocus(Qt::PopupFocusReason);
}

void CommandPalette::followModel()
{
    const bool nothing = m_model->isEmpty() && !m_model->isSearching();
    if (nothing)
        m_nothing->setContent(QStringLiteral("search-x"), tr("Nothing found for “%1”").arg(m_model->text()),
                              tr("Try fewer letters, a name, a berth number or a command."));
    m_stack->setCurrentIndex(nothing ? 1 : 0);
    choose(m_model->selectable(0, 1));
}

void CommandPalette::choose(int row)
{
    if (row < 0)
        return;
    const QModelIndex index = m_model->index(row);
    m_list->setCurrentIndex(index);
    // The heading above the first row is part of what one wants to see.
    m_list->scrollTo(row == m_model->selectable(0, 1) ? m_model->index(0) : index);
}

void CommandPalette::activate(int row)
{
    if (row < 0 || m_model->selectable(row, 1) != row)
        return;
    dismiss(); // first, so that the focus is back where the command expects it
    m_model->activate(row);
}

bool CommandPalette::handleKey(int key)
{
    const int current = m_list->currentIndex().row();
    const int page = std::max(1, m_list->viewport()->height() / theme().px(36) - 1);
    switch (key) {
    case Qt::Key_Down:
        choose(m_model->selectable(current + 1, 1));
        return true;
    case Qt::Key_Up:
        choose(m_model->selectable(current - 1, -1));
        return true;
    case Qt::Key_PageDown:
        choose(m_model->selectable(std::min(current + page, m_model->rowCount() - 1), -1));
        return true;
    case Qt::Key_PageUp:
        choose(m_model->selectable(std::max(current - page, 0), 1));
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (m_field->text().simplified() != m_model->text()) // typed faster than it was looked up
            m_model->find(m_field->text());
        activate(m_list->currentIndex().row());
        return true;
    case Qt::Key_Escape:
        dismiss();
        return true;
    case Qt::Key_Tab:
    case Qt::Key_Backtab:
        return true; // there is nowhere else to go
    default:
        return false;
    }
}

bool CommandPalette::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_field && event->type() == QEvent::KeyPress &&
        handleKey(static_cast<QKeyEvent *>(event)->key()))
        return true;
    return Popover::eventFilter(watched, event);
}

} // namespace nimara::ui
