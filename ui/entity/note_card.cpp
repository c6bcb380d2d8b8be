#include "ui/entity/note_card.h"

#include "models/base/text.h"
#include "models/items/labels.h"
#include "models/store/store.h"
#include "ui/entity/edits.h"
#include "ui/entity/entity_host.h"
#include "ui/entity/markdown_view.h"
#include "ui/entity/row_state_mark.h"
#include "ui/entity/text_fields.h"
#include "ui/theme/theme.h"
#include "ui/widgets/avatar.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/format.h"
#include "ui/widgets/label.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QShortcut>
#include <QVBoxLayout>

namespace nimara::ui {

namespace {

constexpr int avatarSize = 28;

QString bodyOf(const Row &note)
{
    const auto *text = std::get_if<std::string>(&note.value("body"));
    return text ? fromUtf8(*text) : QString();
}

bool isPinned(const Row &note)
{
    return note.value("is_pinned") == Value(std::int64_t(1));
}

} // namespace

NoteCard::NoteCard(EntityHost &host, const Row &note, QWidget *parent)
    : QFrame(parent), m_host(host), m_note(note)
{
    const int pad = theme().px(size::gap);
    m_layout = new QVBoxLayout(this);
    m_layout->setContentsMargins(pad, theme().px(size::grid * 2), pad, pad);
    m_layout->setSpacing(theme().px(size::grid));
    m_layout->addWidget(makeHeader());
    auto *body = new MarkdownView(this);
    body->setMarkdownText(bodyOf(note));
    connect(body, &MarkdownView::navigated, this, [&host](const QUrl &to) { host.navigate(to); });
    m_body = body;
    m_layout->addWidget(m_body);
    setAccessibleName(tr("Note by %1").arg(author()));
}

QString NoteCard::author() const
{
    const auto *id = std::get_if<Uuid>(&m_note.value("author_id"));
    const SessionInfo &session = m_host.store().session();
    // A note that was never on the server bears no author yet: it is one's own.
    if (!id || *id == session.userId)
        return fromUtf8(session.userName);
    return m_host.store().title("users", *id);
}

QWidget *NoteCard::makeHeader()
{
    auto *header = new QWidget(this);
    auto *row = new QHBoxLayout(header);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(theme().px(size::grid * 2));
    row->addWidget(new Avatar(author(), avatarSize, header));
    row->addWidget(new Label(author(), Type::Body, Token::Text, QFont::Medium, header));
    if (const auto *at = std::get_if<std::int64_t>(&m_note.value("created_at"))) {
        auto *when = new Label(m_host.format().relative(Instant(*at)), Type::Small, Token::Muted,
                               QFont::Normal, header);
        when->setToolTip(m_host.format().exact(Instant(*at)));
        row->addWidget(when);
    }
    const RowState state = m_host.store().rowState(m_note.table(), m_note.id());
    if (state != RowState::Confirmed) {
        auto *mark = new RowStateMark(header);
        mark->setState(state);
        row->addWidget(mark);
    }
    row->addStretch(1);
    const Actor actor = actorOf(m_host.store());
    if (canEdit(m_note.table(), actor, &m_note)) {
        const bool pinned = isPinned(m_note);
        auto *pin = new IconButton(pinned ? QStringLiteral("pin-off") : QStringLiteral("pin"),
                                   pinned ? tr("Unpin") : tr("Pin to the top"), header);
        connect(pin, &QToolButton::clicked, this, [this, pinned] {
            Row now = m_note;
            now.setValue("is_pinned", std::int64_t(pinned ? 0 : 1));
            emit changeRequested(now);
        });
        auto *edit = new IconButton(QStringLiteral("pencil"), tr("Edit"), header);
        connect(edit, &QToolButton::clicked, this, &NoteCard::beginEdit);
        row->addWidget(pin);
        row->addWidget(edit);
    }
    if (canRemove(m_note.table(), actor, &m_note)) {
        auto *archive = new IconButton(QStringLiteral("archive"), tr("Archive"), header);
        connect(archive, &QToolButton::clicked, this, &NoteCard::removeRequested);
        row->addWidget(archive);
    }
    return header;
}

void NoteCard::beginEdit()
{
    if (m_edit)
        return;
    m_body->hide();
    m_editor = new QWidget(this);
    auto *column = new QVBoxLayout(m_editor);
    column->setContentsMargins(0, 0, 0, 0);
    m_edit = new GrowingText(m_editor);
    m_edit->setPlainText(bodyOf(m_note));
    m_edit->setAccessibleName(tr("Note"));
    column->addWidget(m_edit);
    auto *buttons = new QHBoxLayout;
    auto *save = makeButton(tr("Save"), Emphasis::Primary, {}, m_editor);
    auto *cancel = makeButton(tr("Cancel"), Emphasis::Quiet, {}, m_editor);
    buttons->addWidget(save);
    buttons->addWidget(cancel);
    buttons->addStretch(1);
    column->addLayout(buttons);
    m_layout->addWidget(m_editor);
    connect(save, &QPushButton::clicked, this, [this] { endEdit(true); });
    connect(cancel, &QPushButton::clicked, this, [this] { endEdit(false); });
    auto *keys = new QShortcut(QKeySequence(Qt::CTRL | Qt::Key_Return), m_editor);
    keys->setContext(Qt::WidgetWithChildrenShortcut);
    connect(keys, &QShortcut::activated, this, [this] { endEdit(true); });
    m_edit->setFocus();
    m_edit->moveCursor(QTextCursor::End);
}

void NoteCard::endEdit(bool save)
{
    const Result<std::string> text = normalizedText(toUtf8(m_edit->toPlainText()));
    m_editor->deleteLater();
    m_editor = nullptr;
    m_edit = nullptr;
    m_body->show();
    if (!save || !text || text->empty())
        return;
    Row now = m_note;
    now.setValue("body", *text);
    emit changeRequested(now);
}

void NoteCard::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const bool pinned = isPinned(m_note);
    painter.setPen(theme().color(Token::Border));
    painter.setBrush(theme().color(pinned ? Token::BrandTint : Token::Surface));
    const double radius = theme().px(size::cardRadius);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius);
}

} // namespace nimara::ui
