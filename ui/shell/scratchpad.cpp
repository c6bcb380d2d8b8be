#include "ui/shell/scratchpad.h"

#include "models/base/clock.h"
#include "models/base/rng.h"
#include "models/items/labels.h"
#include "models/schema/tables/system.h"
#include "models/store/store.h"
#include "models/store/when_done.h"
#include "ui/shell/shell_context.h"
#include "ui/theme/theme.h"
#include "ui/widgets/label.h"

#include <QCloseEvent>
#include <QPlainTextEdit>
#include <QVBoxLayout>

#include <chrono>

namespace nimara::ui {

using schema::ScratchpadNotes;
using namespace std::chrono_literals;

Scratchpad::Scratchpad(ShellContext &context, QWidget *parent)
    : QDialog(parent), m_context(context), m_editor(new QPlainTextEdit(this)),
      m_state(new Label(tr("Only you see this. It is saved while you type."), Type::Small, Token::Muted,
                        QFont::Normal, this))
{
    setWindowTitle(tr("Scratchpad"));
    setAttribute(Qt::WA_DeleteOnClose);
    auto *column = new QVBoxLayout(this);
    const int pad = theme().px(size::card);
    column->setContentsMargins(pad, pad, pad, pad);
    column->setSpacing(theme().px(8));
    column->addWidget(m_editor, 1);
    column->addWidget(m_state);
    m_editor->setAccessibleName(tr("Scratchpad"));
    m_editor->setPlaceholderText(tr("A number, a name, what to ask next time …"));
    m_editor->setTabChangesFocus(true);
    m_editor->setEnabled(false);
    resize(theme().px(440), theme().px(360));
    m_rest.setSingleShot(true);
    m_rest.setInterval(800ms);
    connect(&m_rest, &QTimer::timeout, this, &Scratchpad::save);
    connect(m_editor, &QPlainTextEdit::textChanged, this, [this] {
        if (m_ready)
            m_rest.start();
    });
    load();
}

Scratchpad::~Scratchpad() = default;

void Scratchpad::load()
{
    Query query;
    query.table = &ScratchpadNotes::table;
    query.filter = Filter::equal(ScratchpadNotes::userId, m_context.store().session().userId);
    query.sort = {{"position", false}};
    query.limit = 1;
    whenDone(m_context.store().list(query), this, [this](const Result<std::vector<Row>> &rows) {
        if (!rows) {
            m_state->setText(tr("The scratchpad could not be read."));
            return;
        }
        if (!rows->empty()) {
            m_note = rows->front();
            m_editor->setPlainText(fromUtf8((*m_note)[ScratchpadNotes::body].value_or(std::string())));
        }
        m_editor->setEnabled(true);
        m_editor->setFocus();
        m_ready = true;
    });
}

void Scratchpad::save()
{
    m_rest.stop();
    const std::string body = toUtf8(m_editor->toPlainText().trimmed());
    const Value was = m_note ? m_note->value(ScratchpadNotes::body.index()) : Value();
    const Value now = body;
    if (!m_ready || now == was || (body.empty() && !m_note))
        return;
    SystemRng rng;
    Op op{ScratchpadNotes::table.number,
          m_note ? m_note->id() : Uuid::v7(SystemClock(), rng),
          OpKind::Update,
          {}};
    if (body.empty()) { // a note must say something
        op.kind = OpKind::Delete;
        m_note.reset();
    } else {
        op.fields.push_back({"body", {}, was, now});
        if (!m_note) {
            op.kind = OpKind::Create;
            op.fields.push_back({"user_id", {}, Value(), m_context.store().session().userId});
            op.fields.push_back({"position", {}, Value(), Value(std::int64_t(0))});
            m_note = Row::fresh(ScratchpadNotes::table);
            m_note->set(ScratchpadNotes::id, op.id);
        }
        m_note->setValue(ScratchpadNotes::body.index(), now);
    }
    Edit edit;
    edit.ops.push_back(std::move(op));
    edit.title = toUtf8(tr("Scratchpad"));
    // The answer may come after this window is closed; the main window then tells of a failure.
    whenDone(m_context.store().submit(std::move(edit)), parent(),
             [&context = m_context](const Result<Uuid> &done) {
                 if (!done)
                     context.toastError(done.error());
             });
}

void Scratchpad::closeEvent(QCloseEvent *event)
{
    save();
    QDialog::closeEvent(event);
}

} // namespace nimara::ui
