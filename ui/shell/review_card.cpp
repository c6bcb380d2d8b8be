#include "ui/shell/review_card.h"

#include "models/domain/settle.h"
#include "models/items/labels.h"
#include "models/schema/registry.h"
#include "ui/shell/edit_words.h"
#include "ui/shell/held_note.h"
#include "ui/shell/shell_context.h"
#include "ui/theme/paint.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/error_text.h"
#include "ui/widgets/format.h"
#include "ui/widgets/label.h"

#include <QButtonGroup>
#include <QGridLayout>
#include <QPainter>
#include <QRadioButton>
#include <QVBoxLayout>

#include <algorithm>

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
    m_manyConflicts = item.outcome.conflicts.size() > 1 && !item.mutation.edit.command;
    for (const FieldConflict &conflict : item.outcome.conflicts)
        addField(grid, conflict);
    column->addLayout(grid);
    addRest(column, item);
}

// What the choice leaves alone is named, so that nobody thinks it lost.
void ReviewCard::addRest(QVBoxLayout *column, const ReviewItem &item)
{
    Edit rest = settled(item.mutation.edit, item.outcome.conflicts, {});
    if (rest.ops.empty())
        return;
    m_hasRest = true;
    rest.title.clear();
    const EditWords words = describeEdit(m_context.store(), m_context.format(), rest);
    column->addWidget(wordsLabel(tr("What else you changed is sent with either choice:"), Token::Muted,
                                 QFont::Normal, Type::Small));
    for (const QString &line : words.lines.isEmpty() ? QStringList(words.title) : words.lines)
        column->addWidget(wordsLabel(line));
}

void ReviewCard::addField(QGridLayout *grid, const FieldConflict &conflict)
{
    Choice choice;
    const Table *table = schema::findTable(conflict.table);
    const ColumnInfo *info = table ? table->find(conflict.column) : nullptr;
    if (info) {
        Store &store = m_context.store();
        const auto words = [&](const Value &value) {
            return valueWords(store, m_context.format(), *info, value);
        };
        grid->addWidget(wordsLabel(columnLabel(*info), Token::Text, QFont::Medium), grid->rowCount(), 0, 1,
                        2);
        addSide(grid, wordsLabel(tr("Was"), Token::Muted, QFont::Normal, Type::Small), words(conflict.was),
                QFont::Normal);
        addSide(grid, sideName(tr("Yours"), choice.mine), words(conflict.mine), QFont::DemiBold);
        addSide(grid, sideName(tr("Theirs"), choice.theirs), words(conflict.theirs), QFont::DemiBold);
        const QString who = conflict.by.isNil() ? QString() : store.title("users", conflict.by);
        const QString name = who.isEmpty() ? tr("someone else") : who;
        const QString note = conflict.at.micros() == 0
                                 ? tr("by %1").arg(name)
                                 : tr("by %1, %2").arg(name, m_context.format().relative(conflict.at));
        grid->addWidget(wordsLabel(note, Token::Muted, QFont::Normal, Type::Small), grid->rowCount(), 1);
    }
    if (choice.mine) {
        auto *group = new QButtonGroup(this);
        group->addButton(choice.mine);
        group->addButton(choice.theirs);
        for (QAbstractButton *side : {choice.mine, choice.theirs}) {
            side->setAccessibleName(columnLabel(*info) + QStringLiteral(": ") + side->text());
            connect(side, &QAbstractButton::toggled, this, &ReviewCard::followChoices);
        }
    }
    m_choices.push_back(choice);
}

void ReviewCard::addSide(QGridLayout *grid, QWidget *name, const QString &value, QFont::Weight weight)
{
    const int row = grid->rowCount();
    grid->addWidget(name, row, 0, Qt::AlignTop);
    auto *shown = wordsLabel(value, Token::Text, weight);
    grid->addWidget(shown, row, 1);
}

QWidget *ReviewCard::sideName(const QString &text, QAbstractButton *&choice)
{
    if (!m_manyConflicts)
        return wordsLabel(text, Token::Muted, QFont::Normal, Type::Small);
    choice = new QRadioButton(text);
    return choice;
}

std::vector<std::optional<bool>> ReviewCard::choices() const
{
    std::vector<std::optional<bool>> all;
    for (const Choice &choice : m_choices) {
        const bool isMade = choice.mine && (choice.mine->isChecked() || choice.theirs->isChecked());
        all.push_back(isMade ? std::optional(choice.mine->isChecked()) : std::nullopt);
    }
    return all;
}

void ReviewCard::setChoices(const std::vector<std::optional<bool>> &choices)
{
    for (std::size_t i = 0; i < std::min(choices.size(), m_choices.size()); ++i) {
        if (choices[i] && m_choices[i].mine)
            (*choices[i] ? m_choices[i].mine : m_choices[i].theirs)->setChecked(true);
    }
}

std::vector<std::size_t> ReviewCard::kept() const
{
    std::vector<std::size_t> mine;
    for (std::size_t i = 0; i < m_choices.size(); ++i) {
        if (m_choices[i].mine && m_choices[i].mine->isChecked())
            mine.push_back(i);
    }
    return mine;
}

// Each field is to be looked at: nothing is chosen beforehand.
void ReviewCard::followChoices()
{
    m_asChosen->setEnabled(std::ranges::all_of(m_choices, [](const Choice &choice) {
        return !choice.mine || choice.mine->isChecked() || choice.theirs->isChecked();
    }));
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
    if (item.outcome.error.key == reject::held) {
        column->addWidget(new HeldNote(m_context, item, this));
        return;
    }
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
    if (item.outcome.kind != OutcomeKind::Conflict) {
        add(tr("Retry"), Resolution::Retry, Emphasis::Secondary, "retry");
    } else {
        add(m_manyConflicts ? tr("All mine") : tr("Take mine"), Resolution::TakeMine, Emphasis::Secondary,
            "takeMine");
        add(m_manyConflicts ? tr("All theirs") : tr("Take theirs"), Resolution::TakeTheirs,
            Emphasis::Secondary, "takeTheirs");
    }
    if (m_manyConflicts) {
        m_asChosen = makeButton(tr("As chosen"), Emphasis::Primary);
        m_asChosen->setObjectName(QStringLiteral("asChosen"));
        connect(m_asChosen, &QPushButton::clicked, this, [this] {
            emit chosen({Resolution::TakeTheirs, kept()});
        });
        line->addWidget(m_asChosen);
        followChoices();
    }
    line->addStretch(1);
    // Where nothing else was changed, taking theirs is the same.
    if (item.outcome.kind != OutcomeKind::Conflict || m_hasRest)
        add(m_hasRest ? tr("Discard all") : tr("Discard"), Resolution::Discard, Emphasis::Quiet, "discard");
    column->addLayout(line);
}

void ReviewCard::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    paint::box(painter, rect(), theme().color(Token::Surface), theme().color(Token::Border),
               theme().px(size::radius));
}

} // namespace nimara::ui
