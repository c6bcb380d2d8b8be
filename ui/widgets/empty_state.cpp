#include "ui/widgets/empty_state.h"

#include "ui/theme/icons.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/label.h"

#include <QPainter>
#include <QVBoxLayout>

namespace nimara::ui {

namespace {

class IconView : public QWidget
{
public:
    using QWidget::QWidget;
    void setIcon(const QString &name)
    {
        m_name = name;
        update();
    }
    QSize sizeHint() const override { return {theme().px(size::emptyIcon), theme().px(size::emptyIcon)}; }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        drawIcon(painter, rect(), m_name, theme().color(Token::Muted));
    }

private:
    QString m_name;
};

} // namespace

EmptyState::EmptyState(QWidget *parent)
    : QWidget(parent), m_icon(new IconView(this)),
      m_title(new Label(QString(), Type::Section, Token::Text, QFont::DemiBold, this)),
      m_text(new Label(QString(), Type::Body, Token::Muted, QFont::Normal, this)),
      m_button(makeButton(QString(), Emphasis::Primary, {}, this))
{
    m_icon->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    m_title->setWordWrap(true);
    m_text->setWordWrap(true);
    m_title->setAlignment(Qt::AlignHCenter);
    m_text->setAlignment(Qt::AlignHCenter | Qt::AlignTop);
    m_text->setMaximumWidth(theme().px(420));
    m_text->setMinimumWidth(theme().px(220));
    m_button->hide();

    auto *column = new QVBoxLayout(this);
    const int page = theme().px(size::page);
    column->setContentsMargins(page, page, page, page);
    column->setSpacing(0);
    column->addStretch(2);
    column->addWidget(m_icon, 0, Qt::AlignHCenter);
    column->addSpacing(theme().px(size::gap));
    column->addWidget(m_title);
    column->addSpacing(theme().px(4));
    auto *line = new QHBoxLayout;
    line->addStretch(1);
    line->addWidget(m_text, 8);
    line->addStretch(1);
    column->addLayout(line);
    column->addSpacing(theme().px(size::card));
    column->addWidget(m_button, 0, Qt::AlignHCenter);
    column->addStretch(3);
    connect(m_button, &QPushButton::clicked, this, &EmptyState::actionTriggered);
}

EmptyState::EmptyState(const QString &icon, const QString &title, const QString &text, QWidget *parent)
    : EmptyState(parent)
{
    setContent(icon, title, text);
}

void EmptyState::setContent(const QString &icon, const QString &title, const QString &text)
{
    static_cast<IconView *>(m_icon)->setIcon(icon);
    m_title->setText(title);
    m_text->setText(text);
    m_text->setVisible(!text.isEmpty());
    setAccessibleName(title);
    setAccessibleDescription(text);
}

void EmptyState::addBelow(QWidget *widget)
{
    auto *column = static_cast<QVBoxLayout *>(layout());
    const int last = column->count() - 1; // the stretch at the foot
    column->insertWidget(last, widget, 0, Qt::AlignHCenter);
    column->insertSpacing(last, theme().px(8));
}

void EmptyState::setAction(const QString &text)
{
    m_button->setText(text);
    m_button->setVisible(!text.isEmpty());
}

} // namespace nimara::ui
