#include "ui/widgets/toast_host.h"

#include "ui/theme/icons.h"
#include "ui/theme/paint.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/label.h"

#include <QAccessible>
#include <QEvent>
#include <QHBoxLayout>
#include <QPainter>
#include <QPropertyAnimation>
#include <QTimer>

#include <chrono>

namespace nimara::ui {

namespace {

using namespace std::chrono_literals;
constexpr int mostToasts = 4;

struct Mark
{
    const char *icon;
    Token color;
};

Mark markOf(Tone tone)
{
    switch (tone) {
    case Tone::Success:
        return {"circle-check", Token::Success};
    case Tone::Warning:
        return {"triangle-alert", Token::Warning};
    case Tone::Danger:
        return {"circle-alert", Token::Danger};
    case Tone::Info:
        return {"info", Token::Info};
    case Tone::Neutral:
        break;
    }
    return {"", Token::Muted};
}

class ToastView : public QWidget
{
public:
    ToastView(Toast toast, QWidget *parent) : QWidget(parent), m_toast(std::move(toast))
    {
        const int reach = shadowReach();
        auto *line = new QHBoxLayout(this);
        line->setContentsMargins(reach + theme().px(14), reach + theme().px(6), reach + theme().px(6),
                                 reach + theme().px(6));
        line->setSpacing(theme().px(8));
        const Mark mark = markOf(m_toast.tone);
        if (*mark.icon != '\0') {
            auto *sign = new QLabel(this);
            const int side = theme().px(18);
            sign->setPixmap(icon(QString::fromLatin1(mark.icon), mark.color)
                                .pixmap(QSize(side, side), devicePixelRatioF()));
            line->addWidget(sign);
        }
        auto *words = new Label(m_toast.text, Type::Body, Token::Text, QFont::Normal, this);
        words->setWordWrap(true);
        words->setTextFormat(Qt::PlainText);
        const int natural = QFontMetrics(words->font()).horizontalAdvance(m_toast.text) + theme().px(4);
        words->setMinimumWidth(std::min(natural, theme().px(340)));
        words->setMaximumWidth(theme().px(340));
        line->addWidget(words, 1);
        if (!m_toast.action.isEmpty()) {
            auto *button = makeButton(m_toast.action, Emphasis::Secondary, {}, this);
            line->addWidget(button);
            connect(button, &QPushButton::clicked, this, [this] {
                const auto run = m_toast.run;
                close();
                if (run)
                    run();
            });
        }
        auto *away = new IconButton(QStringLiteral("x"),
                                    QCoreApplication::translate("ToastHost", "Close this message"), this);
        line->addWidget(away);
        connect(away, &QToolButton::clicked, this, &QWidget::close);
        setAccessibleName(m_toast.text);
        setAttribute(Qt::WA_DeleteOnClose);
        m_life.setSingleShot(true);
        m_life.setInterval(m_toast.tone == Tone::Danger ? 12s : m_toast.action.isEmpty() ? 5s : 8s);
        connect(&m_life, &QTimer::timeout, this, [this] {
            if (isAncestorOf(focusWidget()) && focusWidget()->hasFocus())
                m_life.start();
            else
                close();
        });
        m_life.start();
    }

    static int shadowReach() { return theme().px(10); }

protected:
    void enterEvent(QEnterEvent *) override { m_life.stop(); }
    void leaveEvent(QEvent *) override { m_life.start(); }
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        const int reach = shadowReach();
        const QRectF body = QRectF(rect()).adjusted(reach, reach, -reach, -reach);
        paint::shadow(painter, body, theme().px(size::cardRadius), reach);
        paint::box(painter, body, theme().color(Token::Raised), theme().color(Token::StrongBorder),
                   theme().px(size::cardRadius));
    }

private:
    Toast m_toast;
    QTimer m_life;
};

} // namespace

ToastHost::ToastHost(QWidget *parent) : QWidget(parent)
{
    parent->installEventFilter(this);
    setAttribute(Qt::WA_NoSystemBackground);
    setAccessibleName(tr("Messages"));
    hide();
}

ToastHost::~ToastHost()
{
    for (QWidget *view : std::as_const(m_toasts))
        view->disconnect(this); // they go with us, and must not find us half gone
}

void ToastHost::show(Toast toast)
{
    while (m_toasts.size() >= mostToasts)
        m_toasts.takeFirst()->close();
    const QString text = toast.text;
    auto *view = new ToastView(std::move(toast), this);
    m_toasts.append(view);
    connect(view, &QObject::destroyed, this, [this, view] {
        m_toasts.removeOne(view);
        place();
    });
    view->show();
    place();
    QAccessibleEvent event(view, QAccessible::Alert);
    QAccessible::updateAccessibility(&event);
}

int ToastHost::count() const
{
    return int(m_toasts.size());
}

void ToastHost::clear()
{
    const QList<QWidget *> all = m_toasts;
    for (QWidget *view : all)
        view->close();
}

// The host is just as large as its toasts, so that clicks beside them reach the page.
void ToastHost::place()
{
    setVisible(!m_toasts.isEmpty());
    if (m_toasts.isEmpty())
        return;
    const int overlap = theme().px(12); // of two shadows
    const int limit = parentWidget()->width();
    int wide = 0;
    int tall = overlap;
    for (QWidget *view : std::as_const(m_toasts)) {
        view->setMaximumWidth(limit);
        view->resize(view->sizeHint().boundedTo(QSize(limit, QWIDGETSIZE_MAX)));
        if (view->layout()->hasHeightForWidth())
            view->resize(view->width(), view->layout()->totalHeightForWidth(view->width()));
        wide = std::max(wide, view->width());
        tall += view->height() - overlap;
    }
    const int margin = theme().px(8);
    setGeometry(parentWidget()->width() - wide - margin,
                parentWidget()->height() - tall - margin - theme().px(28), wide, tall);
    int y = 0;
    for (QWidget *view : std::as_const(m_toasts)) {
        view->move(wide - view->width(), y);
        y += view->height() - overlap;
    }
    raise();
}

bool ToastHost::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == parent() && event->type() == QEvent::Resize)
        place();
    return QWidget::eventFilter(watched, event);
}

} // namespace nimara::ui
