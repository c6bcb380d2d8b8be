#include "ui/widgets/confirm_dialog.h"

#include "ui/widgets/buttons.h"
#include "ui/widgets/label.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QVBoxLayout>

namespace nimara::ui {

ConfirmDialog::ConfirmDialog(const QString &title, const QString &text, const QString &accept,
                             bool destructive, QWidget *parent)
    : QDialog(parent), m_word(new QLineEdit(this)),
      m_accept(makeButton(accept, destructive ? Emphasis::Danger : Emphasis::Primary, {}, this)),
      m_cancel(makeButton(tr("Cancel"), Emphasis::Secondary, {}, this))
{
    setWindowTitle(title);
    setAttribute(Qt::WA_DeleteOnClose);
    setModal(true);
    auto *heading = new Label(title, Type::Section, Token::Text, QFont::DemiBold, this);
    heading->setWordWrap(true);
    auto *words = new Label(text, Type::Body, Token::Muted, QFont::Normal, this);
    words->setWordWrap(true);
    words->setMinimumWidth(theme().px(360));
    m_word->hide();

    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(theme().px(8));
    buttons->addStretch(1);
    buttons->addWidget(m_cancel);
    buttons->addWidget(m_accept);
    auto *column = new QVBoxLayout(this);
    const int page = theme().px(size::page);
    column->setContentsMargins(page, page, page, theme().px(size::card));
    column->setSpacing(theme().px(8));
    column->addWidget(heading);
    column->addWidget(words);
    column->addWidget(m_word);
    column->addSpacing(theme().px(size::gap));
    column->addLayout(buttons);

    // Enter is quick; it must not destroy what took long.
    (destructive ? m_cancel : m_accept)->setDefault(true);
    (destructive ? m_cancel : m_accept)->setFocus();
    setAccessibleName(title);
    setAccessibleDescription(text);
    connect(m_accept, &QPushButton::clicked, this, &QDialog::accept);
    connect(m_cancel, &QPushButton::clicked, this, &QDialog::reject);
}

void ConfirmDialog::setTypeToAccept(const QString &word)
{
    m_word->setVisible(!word.isEmpty());
    if (word.isEmpty())
        return;
    m_accept->setEnabled(false);
    m_word->setPlaceholderText(tr("Write “%1” to go on").arg(word));
    m_word->setAccessibleName(m_word->placeholderText());
    m_word->setFocus();
    connect(m_word, &QLineEdit::textChanged, this, [this, word](const QString &written) {
        m_accept->setEnabled(written.trimmed().compare(word, Qt::CaseInsensitive) == 0);
    });
}

} // namespace nimara::ui
