#include "ui/widgets/search_field.h"

#include "ui/theme/icons.h"

#include <QAction>
#include <QKeyEvent>

namespace nimara::ui {

SearchField::SearchField(QWidget *parent) : QLineEdit(parent)
{
    addAction(icon(QStringLiteral("search")), QLineEdit::LeadingPosition);
    setClearButtonEnabled(true);
    setPlaceholderText(tr("Search"));
    setAccessibleName(tr("Search"));
    m_rest.setSingleShot(true);
    m_rest.setInterval(150);
    connect(&m_rest, &QTimer::timeout, this, &SearchField::announce);
    connect(this, &QLineEdit::textChanged, this, [this](const QString &text) {
        if (text.isEmpty())
            announce();
        else
            m_rest.start();
    });
}

void SearchField::setDelay(int milliseconds)
{
    m_rest.setInterval(milliseconds);
}

void SearchField::announce()
{
    m_rest.stop();
    const QString words = text().simplified();
    if (words == m_last)
        return;
    m_last = words;
    emit searched(words);
}

void SearchField::keyPressEvent(QKeyEvent *event)
{
    switch (event->key()) {
    case Qt::Key_Escape:
        if (!text().isEmpty()) {
            clear();
            return;
        }
        break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        announce();
        break;
    case Qt::Key_Down:
        emit downPressed();
        return;
    default:
        break;
    }
    QLineEdit::keyPressEvent(event);
}

} // namespace nimara::ui
