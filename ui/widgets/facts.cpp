#include "ui/widgets/facts.h"

#include "ui/widgets/label.h"

#include <QGridLayout>
#include <QVBoxLayout>

namespace nimara::ui {

Facts::Facts(QWidget *parent) : QWidget(parent), m_grid(new QGridLayout(this))
{
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setHorizontalSpacing(theme().px(size::gap));
    m_grid->setVerticalSpacing(theme().px(8));
    m_grid->setColumnStretch(1, 1);
    m_grid->setColumnMinimumWidth(0, theme().px(104));
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
}

void Facts::clear()
{
    while (QLayoutItem *item = m_grid->takeAt(0)) {
        if (item->widget())
            item->widget()->deleteLater();
        delete item;
    }
}

void Facts::add(const QString &label, QWidget *value)
{
    const int row = m_grid->rowCount();
    auto *name = new Label(label, Type::Small, Token::Muted, QFont::Normal, this);
    name->setWordWrap(true);
    name->setBuddy(value);
    const bool isText = qobject_cast<QLabel *>(value) != nullptr;
    m_grid->addWidget(name, row, 0, (isText ? Qt::AlignTop : Qt::AlignVCenter) | Qt::AlignLeft);
    m_grid->addWidget(value, row, 1, Qt::AlignTop);
    if (value->accessibleName().isEmpty())
        value->setAccessibleName(label);
}

QLabel *Facts::add(const QString &label, const QString &value, const QString &tooltip)
{
    if (value.isEmpty())
        return nullptr;
    auto *words = new Label(value, Type::Body, Token::Text, QFont::Normal, this);
    words->setTextFormat(Qt::PlainText);
    words->setWordWrap(true);
    words->setTextInteractionFlags(Qt::TextSelectableByMouse);
    words->setToolTip(tooltip);
    words->setAccessibleName(label + QStringLiteral(": ") + value);
    add(label, words);
    return words;
}

QLabel *Facts::addLink(const QString &label, const QString &value, const QUrl &address)
{
    if (value.isEmpty())
        return nullptr;
    auto *link = new Label(QStringLiteral("<a style=\"text-decoration:none\" href=\"%1\">%2</a>")
                               .arg(address.toString(QUrl::FullyEncoded), value.toHtmlEscaped()),
                           Type::Body, Token::Text, QFont::Normal, this);
    link->setWordWrap(true);
    link->setTextInteractionFlags(Qt::LinksAccessibleByMouse | Qt::LinksAccessibleByKeyboard);
    link->setAccessibleName(label + QStringLiteral(": ") + value);
    connect(link, &QLabel::linkActivated, this,
            [this](const QString &target) { emit linkActivated(QUrl(target)); });
    add(label, link);
    return link;
}

Figure::Figure(const QString &label, QWidget *parent)
    : QWidget(parent), m_value(new Label(QString(), Type::Figure, Token::Text, QFont::DemiBold, this)),
      m_note(new Label(QString(), Type::Small, Token::Muted, QFont::Normal, this))
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(theme().px(2));
    column->addWidget(new Label(label, Type::Small, Token::Muted, QFont::Medium, this));
    column->addWidget(m_value);
    column->addWidget(m_note);
    m_note->hide();
    setAccessibleName(label);
}

void Figure::setValue(const QString &value, const QString &note)
{
    m_value->setText(value);
    m_note->setText(note);
    m_note->setVisible(!note.isEmpty());
    setAccessibleDescription(note.isEmpty() ? value : value + QStringLiteral(", ") + note);
}

} // namespace nimara::ui
