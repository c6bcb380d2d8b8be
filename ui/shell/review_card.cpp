#include "ui/shell/review_card.h"

#include "models/items/labels.h"
#include "models/schema/registry.h"
#include "ui/shell/edit_words.h"
#include "ui/shell/shell_context.h"
#include "ui/theme/paint.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/error_text.h"
#include "ui/widgets/format.h"
#include "ui/widgets/label.h"

#include <QGridLayout>
#include <QPainter>
#include <QVBoxLayout>

namespace nimara::ui {

namespace {

Label *wordsLabel(const QString &text, Token color = Token::Text, QFont::Weight weight = QFont::Normal,
                  Type type = Type::Body)
{
    auto *label = new Label(text, type, color, weight);
    label->setWordWrap(true);
    label->setTextFormat(Qt::PlainText);
    return label;
}

} // namespace

ReviewCard::ReviewCard(ShellContext &context, const ReviewItem &item, QWidget *parent)
    : QFrame(parent), m_context(context), m_number(item.number)
{
    const EditWords edit = describeEdit(context.store(), context.format(), item.mutation.edit);
    auto *column = new QVBoxLayout(this);
    const int pad = theme().px(size::gap);
    column->setContentsMargins(pad, pad, pad, pad);
    column->setSpacing(theme().px(6));
    auto *title = wordsLabel(edit.title, Token::Text, QFont::DemiBold);
    column->addWidget(title);
    setAccessibleName(edit.title);
    if (item.outcome.kind == OutcomeKind::Conflict) {
        addConflict(column, item);
    } else {
        for (const QString &line : edit.lines)
            column->addWidget(wordsLabel(line));
        addRefusal(column, item);
    }
    addButtons(column, item);
}

void ReviewCard::addConflict(QVBoxLayout *column, const ReviewItem &item)
{
    column->addWidget(wordsLabel(tr("Someone else changed this in the meantime."), Token::Warning));
    auto *grid = new QGridLayout;
    grid->setHorizontalSpacing(theme().px(size::gap));
    grid->setVerticalSpacing(theme().px(4));
    grid->setColumnStretch(1, 1);
    for (const FieldConflict &conflict : item.outcome.conflicts)
        addField(grid, conflict);
    column->addLayout(grid);
}

void ReviewCard::addField(QGridLayout *grid, const FieldConflict &conflict)
{
    const Table *table = schema::findTable(conflict.table);
    const ColumnInfo *info = table ? table->find(conflict.column) : nullptr;
    if (!info)
        return;
    Store &store = m_context.store();
    const Format &format = m_context.format();
    grid->addWidget(wordsLabel(columnLabel(*info), Token::Text, QFont::Medium), grid->rowCount(), 0, 1, 2);
    const auto line = [&](const QString &name, const Value &value, QFont::Weight weight,
                          const QString &note) {
        const int row = grid->rowCount();
        grid->addWidget(wordsLabel(name, Token::Muted, QFont::Normal, Type::Small), row, 0, Qt::AlignTop);
        auto *shown = wordsLabel(valueWords(store, format, *info, value), Token::Text, weight);
        shown->setAccessibleName(name + QStringLiteral(": ") + shown->text());
        grid->addWidget(shown, row, 1);
        if (!note.isEmpty())
            grid->addWidget(wordsLabel(note, Token::Muted, QFont::Normal, Type::Small), row + 1, 1);
    };
    const QString who = conflict.by.isNil() ? tr("someone else") : store.title("users", conflict.by);
    const QString name = who.isEmpty() ? tr("someone else") : who;
    const QString note = conflict.at.micros() == 0 ? tr("by %1").arg(name)
                                                   : tr("by %1, %2").arg(name, format.relative(conflict.at));
    line(tr("Was"), conflict.was, QFont::Normal, {});
    line(tr("Yours"), conflict.mine, QFont::DemiBold, {});
    line(tr("Theirs"), conflict.theirs, QFont::DemiBold, note);
}

void ReviewCard::addRefusal(QVBoxLayout *column, const ReviewItem &item)
{
    const ErrorText error = errorText(item.outcome.error);
    column->addWidget(wordsLabel(error.title, Token::Danger));
    const Table *table =
        item.mutation.edit.ops.empty() ? nullptr : schema::findTable(item.mutation.edit.ops.front().table);
    const ColumnInfo *field = table ? table->find(item.outcome.error.field) : nullptr;
    if (field)
        column->addWidget(wordsLabel(tr("It concerns: %1").arg(columnLabel(*field)), Token::Muted));
    if (!error.advice.isEmpty())
        column->addWidget(wordsLabel(error.advice, Token::Muted));
    column->addWidget(
        wordsLabel(m_context.format().relative(item.at), Token::Muted, QFont::Normal, Type::Small));
    if (item.outcome.otherId.isNil() || !table || !m_context.opens(table->name))
        return;
    auto *other = makeButton(tr("Open the existing one"), Emphasis::Quiet, QStringLiteral("external-link"));
    connect(other, &QPushButton::clicked, this,
            [this, table, id = item.outcome.otherId] { m_context.openRecord(table->name, id); });
    column->addWidget(other, 0, Qt::AlignLeft);
}

void ReviewCard::addButtons(QVBoxLayout *column, const ReviewItem &item)
{
    auto *line = new QHBoxLayout;
    line->setSpacing(theme().px(6));
    const auto add = [&](const QString &text, Resolution resolution, Emphasis emphasis, const char *name) {
        auto *button = makeButton(text, emphasis);
        button->setObjectName(QString::fromLatin1(name));
        connect(button, &QPushButton::clicked, this, [this, resolution] { emit chosen(resolution); });
        line->addWidget(button);
    };
    if (item.outcome.kind == OutcomeKind::Conflict) {
        add(tr("Take mine"), Resolution::TakeMine, Emphasis::Secondary, "takeMine");
        add(tr("Take theirs"), Resolution::TakeTheirs, Emphasis::Secondary, "takeTheirs");
    } else {
        add(tr("Retry"), Resolution::Retry, Emphasis::Secondary, "retry");
    }
    line->addStretch(1);
    add(tr("Discard"), Resolution::Discard, Emphasis::Quiet, "discard");
    column->addLayout(line);
}

void ReviewCard::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    paint::box(painter, rect(), theme().color(Token::Surface), theme().color(Token::Border),
               theme().px(size::radius));
}

} // namespace nimara::ui
