#include "ui/shell/status_strip.h"

#include "models/store/store.h"
#include "ui/shell/shell_context.h"
#include "ui/shell/sync_badge.h"
#include "ui/shell/sync_words.h"
#include "ui/widgets/format.h"
#include "ui/widgets/label.h"

#include <QHBoxLayout>
#include <QPainter>

#include <chrono>

namespace nimara::ui {

using namespace std::chrono_literals;

StatusStrip::StatusStrip(ShellContext &context, QWidget *parent)
    : QWidget(parent), m_context(context), m_badge(new SyncBadge(this)),
      m_note(new ElidedLabel(QString(), Type::Small, Token::Muted, QFont::Normal, this))
{
    setAccessibleName(tr("Status"));
    auto *line = new QHBoxLayout(this);
    line->setContentsMargins(theme().px(8), 3, theme().px(size::gap), 2);
    line->addWidget(m_badge);
    line->addStretch(1);
    line->addWidget(m_note);
    m_clock.setInterval(30s);
    connect(&m_clock, &QTimer::timeout, this, &StatusStrip::follow);
    m_clock.start();
    connect(m_badge, &QAbstractButton::clicked, this, &StatusStrip::syncRequested);
    connect(&m_context.store(), &Store::statusChanged, this, &StatusStrip::follow);
    connect(&m_context.store(), &Store::sessionChanged, this, &StatusStrip::follow);
    follow();
}

void StatusStrip::follow()
{
    const SyncStatus &status = m_context.store().status();
    const Format &format = m_context.format();
    m_badge->setStatus(status, format);
    m_note->setText(lastSyncedWords(status, format));
    m_note->setToolTip(status.lastSyncedAt ? format.exact(*status.lastSyncedAt) : QString());
}

void StatusStrip::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), theme().color(Token::Surface));
    painter.fillRect(QRect(0, 0, width(), 1), theme().color(Token::Border));
}

} // namespace nimara::ui
