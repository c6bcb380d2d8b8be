#include "ui/widgets/banner.h"

#include "ui/theme/icons.h"
#include "ui/theme/paint.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/label.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QPainter>

namespace nimara::ui {

namespace {

struct ToneLook
{
    Token text;
    Token tint;
    const char *icon;
};

ToneLook toneLook(Tone tone)
{
    switch (tone) {
    case Tone::Success:
        return {Token::Success, Token::SuccessTint, "circle-check"};
    case Tone::Warning:
        return {Token::Warning, Token::WarningTint, "triangle-alert"};
    case Tone::Danger:
        return {Token::Danger, Token::DangerTint, "circle-alert"};
    case Tone::Info:
        return {Token::Info, Token::InfoTint, "info"};
    case Tone::Neutral:
        break;
    }
    return {Token::Muted, Token::Sunken, "info"};
}

} // namespace

Banner::Banner(QWidget *parent)
    : QFrame(parent), m_icon(new QLabel(this)),
      m_title(new Label(QString(), Type::Body, Token::Text, QFont::DemiBold, this)),
      m_text(new Label(QString(), Type::Body, Token::Text, QFont::Normal, this)),
      m_button(makeButton(QString(), Emphasis::Secondary, {}, this)),
      m_close(new IconButton(QStringLiteral("x"), tr("Close this message"), this))
{
    m_title->setWordWrap(true);
    m_text->setWordWrap(true);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_button->hide();
    m_close->hide();
    auto *words = new QVBoxLayout;
    words->setSpacing(theme().px(2));
    words->addWidget(m_title);
    words->addWidget(m_text);
    auto *line = new QHBoxLayout(this);
    const int pad = theme().px(size::gap);
    line->setContentsMargins(pad, theme().px(10), pad, theme().px(10));
    line->setSpacing(pad);
    line->addWidget(m_icon, 0, Qt::AlignTop);
    line->addLayout(words, 1);
    line->addWidget(m_button, 0, Qt::AlignVCenter);
    line->addWidget(m_close, 0, Qt::AlignTop);
    connect(m_button, &QPushButton::clicked, this, &Banner::actionTriggered);
    connect(m_close, &QToolButton::clicked, this, [this] {
        hide();
        emit closed();
    });
    colour();
}

void Banner::setContent(Tone tone, const QString &title, const QString &text)
{
    m_tone = tone;
    m_title->setText(title);
    m_text->setText(text);
    m_text->setVisible(!text.isEmpty());
    setAccessibleName(title);
    setAccessibleDescription(text);
    colour();
}

void Banner::setAction(const QString &text)
{
    m_button->setText(text);
    m_button->setVisible(!text.isEmpty());
}

void Banner::setClosable(bool closable)
{
    m_close->setVisible(closable);
}

QString Banner::title() const
{
    return m_title->text();
}

QString Banner::text() const
{
    return m_text->text();
}

void Banner::colour()
{
    const ToneLook look = toneLook(m_tone);
    const int side = theme().px(18);
    m_icon->setPixmap(
        icon(QString::fromLatin1(look.icon), look.text).pixmap(QSize(side, side), devicePixelRatioF()));
    update();
}

void Banner::changeEvent(QEvent *event)
{
    QFrame::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        colour();
}

void Banner::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    paint::box(painter, rect(), theme().color(toneLook(m_tone).tint), QColor(), theme().px(size::radius));
}

} // namespace nimara::ui
