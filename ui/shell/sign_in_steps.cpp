#include "ui/shell/sign_in_steps.h"

#include "models/items/labels.h"
#include "ui/theme/theme.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/error_text.h"
#include "ui/widgets/label.h"

#include <QLineEdit>
#include <QLocale>
#include <QProgressBar>
#include <QVBoxLayout>

namespace nimara::ui {

namespace {

Label *addWords(QVBoxLayout *column, const QString &text, Type type, Token color,
                QFont::Weight weight = QFont::Normal)
{
    auto *label = new Label(text, type, color, weight);
    label->setWordWrap(true);
    column->addWidget(label);
    return label;
}

QVBoxLayout *makeColumn(QWidget *step)
{
    auto *column = new QVBoxLayout(step);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(theme().px(8));
    return column;
}

} // namespace

TrustStep::TrustStep(QWidget *parent) : QWidget(parent)
{
    QVBoxLayout *column = makeColumn(this);
    addWords(column, tr("Is this your server?"), Type::Title, Token::Text, QFont::DemiBold);
    m_server = addWords(column, {}, Type::Body, Token::Text);
    addWords(column,
             tr("This computer does not know it yet. Compare its fingerprint with the one that your "
                "administrator sees. "
                "Go on only if all of it is the same."),
             Type::Body, Token::Muted);
    m_key = addWords(column, {}, Type::Mono, Token::Text);
    m_key->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_key->setAccessibleName(tr("Fingerprint"));
    column->addSpacing(theme().px(8));
    auto *line = new QHBoxLayout;
    auto *back = makeButton(tr("Back"), Emphasis::Secondary, {}, this);
    m_accept = makeButton(tr("It is the same, sign in"), Emphasis::Primary, {}, this);
    line->addWidget(back);
    line->addStretch(1);
    line->addWidget(m_accept);
    column->addLayout(line);
    column->addStretch(1);
    connect(back, &QPushButton::clicked, this, &TrustStep::refused);
    connect(m_accept, &QPushButton::clicked, this, &TrustStep::trusted);
}

void TrustStep::setServer(const ServerAddress &server, const std::string &spki)
{
    m_server->setText(fromUtf8(server.toString()));
    m_key->setText(fromUtf8(readableFingerprint(spki)));
}

PassphraseStep::PassphraseStep(QWidget *parent)
    : QWidget(parent), m_first(new QLineEdit(this)), m_second(new QLineEdit(this)),
      m_button(makeButton(QString(), Emphasis::Primary, {}, this))
{
    QVBoxLayout *column = makeColumn(this);
    m_title = addWords(column, {}, Type::Title, Token::Text, QFont::DemiBold);
    m_text = addWords(column, {}, Type::Body, Token::Muted);
    for (QLineEdit *field : {m_first, m_second}) {
        field->setEchoMode(QLineEdit::Password);
        column->addWidget(field);
        connect(field, &QLineEdit::returnPressed, this, &PassphraseStep::submit);
        connect(field, &QLineEdit::textEdited, this, [this] { setFault({}); });
    }
    m_fault = addWords(column, {}, Type::Small, Token::Danger);
    m_button->setMinimumHeight(theme().px(36));
    column->addWidget(m_button);
    column->addStretch(1);
    connect(m_button, &QPushButton::clicked, this, &PassphraseStep::submit);
    setMode(Mode::Choose);
}

void PassphraseStep::setMode(Mode mode)
{
    m_mode = mode;
    const bool choose = mode == Mode::Choose;
    m_title->setText(choose ? tr("Choose a passphrase") : tr("Enter your passphrase"));
    m_text->setText(
        choose
            ? tr("This computer has no keychain. A passphrase locks what is kept here; you are asked for it "
                 "each time the app starts. It cannot be reset.")
            : tr("This computer has no keychain, so what is kept here is locked with your passphrase."));
    m_first->setPlaceholderText(tr("Passphrase"));
    m_first->setAccessibleName(tr("Passphrase"));
    m_second->setPlaceholderText(tr("The same again"));
    m_second->setAccessibleName(tr("The passphrase again"));
    m_second->setVisible(choose);
    m_button->setText(choose ? tr("Lock with this passphrase") : tr("Unlock"));
    m_first->clear();
    m_second->clear();
    setFault({});
}

void PassphraseStep::setFault(const QString &text)
{
    m_fault->setText(text);
    m_fault->setVisible(!text.isEmpty());
    m_first->setProperty("nimaraInvalid", !text.isEmpty());
    m_first->update();
}

void PassphraseStep::setBusy(bool busy)
{
    for (QWidget *widget : std::initializer_list<QWidget *>{m_first, m_second, m_button})
        widget->setEnabled(!busy);
}

void PassphraseStep::showError(const Error &error)
{
    setFault(errorSentence(error));
    m_first->selectAll();
    m_first->setFocus();
}

void PassphraseStep::focusFirst()
{
    m_first->setFocus();
}

void PassphraseStep::submit()
{
    const QString text = m_first->text();
    if (m_mode == Mode::Enter) {
        if (text.isEmpty())
            setFault(tr("Enter the passphrase."));
        else
            emit entered(text);
        return;
    }
    if (text.size() < shortest)
        setFault(tr("Use at least %1 characters; a few words do well.").arg(shortest));
    else if (text != m_second->text())
        setFault(tr("The two are not the same."));
    else
        emit chosen(text);
}

PortStep::PortStep(QWidget *parent) : QWidget(parent), m_list(new QVBoxLayout)
{
    QVBoxLayout *column = makeColumn(this);
    addWords(column, tr("Choose a port"), Type::Title, Token::Text, QFont::DemiBold);
    addWords(column, tr("You can switch at any time from the top bar."), Type::Body, Token::Muted);
    column->addLayout(m_list);
    column->addStretch(1);
}

void PortStep::setPorts(const std::vector<PortInfo> &ports)
{
    while (QLayoutItem *item = m_list->takeAt(0)) {
        if (item->widget())
            item->widget()->deleteLater();
        delete item;
    }
    for (const PortInfo &port : ports) {
        auto *button =
            makeButton(QStringLiteral("%1 · %2").arg(fromUtf8(port.name), roleLabel(port.roleName)),
                       Emphasis::Secondary, QStringLiteral("anchor"), this);
        button->setMinimumHeight(theme().px(40));
        connect(button, &QPushButton::clicked, this, [this, id = port.id] { emit chosen(id); });
        m_list->addWidget(button);
    }
}

LoadStep::LoadStep(QWidget *parent)
    : QWidget(parent), m_bar(new QProgressBar(this)), m_problem(new Banner(this))
{
    QVBoxLayout *column = makeColumn(this);
    addWords(column, tr("Loading your port"), Type::Title, Token::Text, QFont::DemiBold);
    m_stage = addWords(column, {}, Type::Body, Token::Muted);
    m_bar->setTextVisible(false);
    m_bar->setAccessibleName(tr("Progress of the first load"));
    column->addWidget(m_bar);
    m_words = addWords(column, {}, Type::Small, Token::Muted);
    column->addWidget(m_problem);
    m_problem->hide();
    addWords(
        column,
        tr("You can start as soon as berths, clients and deals are here; the rest follows while you work."),
        Type::Small, Token::Muted);
    column->addStretch(1);
}

void LoadStep::setLoad(const FirstLoad &load)
{
    const QLocale locale;
    m_stage->setText(load.stages > 1 ? tr("Part %1 of %2").arg(std::max(1, load.stage)).arg(load.stages)
                                     : tr("Asking the server what there is to load"));
    if (load.totalRows <= 0) {
        m_bar->setRange(0, 0);
        m_words->setText(load.rows > 0 ? tr("%1 rows").arg(locale.toString(qlonglong(load.rows)))
                                       : QString());
        return;
    }
    const int percent = int(std::min<std::int64_t>(100, load.rows * 100 / load.totalRows));
    m_bar->setRange(0, 100);
    m_bar->setValue(percent);
    m_words->setText(
        tr("%1 of %2 rows, %3 %")
            .arg(locale.toString(qlonglong(load.rows)), locale.toString(qlonglong(load.totalRows)))
            .arg(percent));
}

void LoadStep::setProblem(const Error &problem)
{
    m_problem->setVisible(!problem.key.empty());
    if (problem.key.empty())
        return;
    const ErrorText text = errorText(problem);
    m_problem->setContent(Tone::Warning, text.title,
                          tr("The load goes on by itself as soon as the server answers."));
}

} // namespace nimara::ui
