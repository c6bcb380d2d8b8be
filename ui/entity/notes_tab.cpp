#include "ui/entity/notes_tab.h"

#include "models/base/text.h"
#include "models/items/labels.h"
#include "models/store/when_done.h"
#include "ui/entity/edits.h"
#include "ui/entity/entity_host.h"
#include "ui/entity/note_card.h"
#include "ui/entity/record_context.h"
#include "ui/entity/removal.h"
#include "ui/entity/rights_text.h"
#include "ui/entity/text_fields.h"
#include "ui/theme/theme.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/label.h"

#include <QHBoxLayout>
#include <QScrollArea>
#include <QShortcut>
#include <QVBoxLayout>

#include <algorithm>

namespace nimara::ui {

namespace {

constexpr int mostNotes = 200;
constexpr int fewestLines = 2;
constexpr int mostLines = 10;

} // namespace

NotesTab::NotesTab(RecordContext &record, const NoteLink &link, QWidget *parent)
    : QWidget(parent), m_record(record), m_link(link)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, theme().px(size::gap), 0, 0);
    layout->setSpacing(theme().px(size::gap));
    layout->addWidget(makeComposer());
    auto *scroll = new QScrollArea(this);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    auto *content = new QWidget;
    m_list = new QVBoxLayout(content);
    m_list->setContentsMargins(0, 0, theme().px(size::grid), theme().px(size::page));
    m_list->setSpacing(theme().px(size::grid * 2));
    scroll->setWidget(content);
    layout->addWidget(scroll, 1);
    m_empty = new EmptyState(QStringLiteral("sticky-note"), tr("No notes yet"), {}, this);
    layout->addWidget(m_empty, 1);

    connect(&record, &RecordContext::idChanged, this, [this] {
        discardText();
        fetch();
    });
    connect(&record, &RecordContext::changed, this, &NotesTab::applyRights);
    connect(&record, &RecordContext::stateChanged, this, &NotesTab::fetch);
    connect(&record.host().store(), &Store::titlesChanged, this, &NotesTab::fetch);
    connect(&record.host().store(), &Store::tableChanged, this, [this](int table) {
        if (table == m_link.table->number)
            fetch();
    });
    applyRights();
    fetch();
}

QWidget *NotesTab::makeComposer()
{
    m_composer = new QWidget(this);
    auto *column = new QVBoxLayout(m_composer);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(theme().px(size::grid * 2));
    m_text = new GrowingText(m_composer);
    m_text->setObjectName(QStringLiteral("noteText"));
    m_text->setLines(fewestLines, mostLines);
    m_text->setPlaceholderText(tr("Write a note"));
    m_text->setAccessibleName(tr("New note"));
    column->addWidget(m_text);
    auto *row = new QHBoxLayout;
    m_add = makeButton(tr("Add note"), Emphasis::Secondary, {}, m_composer);
    m_add->setObjectName(QStringLiteral("addNote"));
    m_add->setEnabled(false);
    const QKeySequence keys(Qt::CTRL | Qt::Key_Return);
    m_add->setToolTip(keys.toString(QKeySequence::NativeText));
    row->addWidget(m_add);
    row->addWidget(new Label(tr("Markdown: **bold**, *italic*, - list"), Type::Small, Token::Muted,
                             QFont::Normal, m_composer));
    row->addStretch(1);
    column->addLayout(row);
    connect(m_add, &QPushButton::clicked, this, &NotesTab::add);
    connect(m_text, &QPlainTextEdit::textChanged, this, [this] { m_add->setEnabled(hasUnsavedText()); });
    auto *shortcut = new QShortcut(keys, m_composer);
    shortcut->setContext(Qt::WidgetWithChildrenShortcut);
    connect(shortcut, &QShortcut::activated, this, &NotesTab::add);
    return m_composer;
}

bool NotesTab::hasUnsavedText() const
{
    return !m_text->toPlainText().trimmed().isEmpty();
}

void NotesTab::discardText()
{
    m_text->clear();
}

void NotesTab::applyRights()
{
    const Store &store = m_record.host().store();
    const Verdict verdict = canCreate(*m_link.table, actorOf(store));
    m_composer->setVisible(!m_record.isArchived());
    m_text->setEnabled(static_cast<bool>(verdict));
    m_text->setPlaceholderText(verdict ? tr("Write a note") : whyNot(store, verdict));
}

void NotesTab::fetch()
{
    if (m_record.id().isNil())
        return;
    Query query{.table = m_link.table,
                .filter = Filter::where(m_link.owner->name(), Compare::Equal, m_record.id()),
                .limit = mostNotes};
    whenDone(m_record.host().store().list(std::move(query)), this,
             [this, id = m_record.id()](const Result<std::vector<Row>> &notes) {
                 if (notes && id == m_record.id())
                     showNotes(*notes);
             });
}

void NotesTab::showNotes(std::vector<Row> notes)
{
    const auto cards = findChildren<NoteCard *>();
    if (std::ranges::any_of(cards, &NoteCard::isEditing))
        return; // what is being written is not taken from under the hands; the next change brings the list up to date
    qDeleteAll(cards);
    while (QLayoutItem *item = m_list->takeAt(0))
        delete item;
    // Pinned ones first, then the newest; ids are ordered by time, also of those that were never on the server.
    std::ranges::sort(notes, [](const Row &left, const Row &right) {
        const Value &a = left.value("is_pinned");
        const Value &b = right.value("is_pinned");
        return a != b ? b < a : right.id() < left.id();
    });
    for (const Row &note : notes) {
        auto *card = new NoteCard(m_record.host(), note);
        m_list->addWidget(card);
        connect(card, &NoteCard::changeRequested, this, [this, note](const Row &now) {
            update(note, now, tr("Edit a note on %1").arg(m_record.name()));
        });
        connect(card, &NoteCard::removeRequested, this,
                [this, note] { removeRows(m_record.host(), this, {note}); });
    }
    m_list->addStretch(1);
    m_empty->setVisible(notes.empty());
    m_list->parentWidget()->parentWidget()->parentWidget()->setVisible(!notes.empty());
}

void NotesTab::add()
{
    const Result<std::string> text = normalizedText(toUtf8(m_text->toPlainText()));
    if (!text || text->empty() || !m_text->isEnabled())
        return;
    EntityHost &host = m_record.host();
    Row note = newRow(*m_link.table, host.store());
    note.setValue(m_link.owner->index, m_record.id());
    note.setValue("body", *text);
    Edit edit = createEdit(note);
    edit.title = toUtf8(tr("Add a note to %1").arg(m_record.name()));
    whenDone(host.store().submit(std::move(edit)), this, [this, &host](const Result<Uuid> &result) {
        if (result)
            discardText();
        else
            host.toastError(result.error());
    });
}

void NotesTab::update(const Row &was, const Row &now, const QString &title)
{
    Edit edit = updateEdit(was, now);
    if (edit.ops.empty())
        return;
    edit.title = toUtf8(title);
    EntityHost &host = m_record.host();
    whenDone(host.store().submit(std::move(edit)), this, [&host](const Result<Uuid> &result) {
        if (!result)
            host.toastError(result.error());
    });
}

} // namespace nimara::ui
