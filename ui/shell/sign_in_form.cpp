#include "ui/shell/sign_in_form.h"

#include "models/items/labels.h"
#include "ui/theme/icons.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/error_text.h"
#include "ui/widgets/label.h"

#include <QAction>
#include <QLineEdit>
#include <QStyle>
#include <QVBoxLayout>

namespace nimara::ui {

namespace {

using namespace std::chrono_literals;

// The fingerprints of a wrong key stand below the sentence, to be read out on the telephone.
QString fingerprints(const KeyMismatch &mismatch)
{
    return SignInForm::tr("Expected: %1\nShown: %2")
        .arg(fromUtf8(readableFingerprint(mismatch.expected)),
             fromUtf8(readableFingerprint(mismatch.actual)));
}

} // namespace

SignInForm::SignInForm(QWidget *parent)
    : QWidget(parent), m_banner(new Banner(this)),
      m_button(makeButton(tr("Sign in"), Emphasis::Primary, {}, this))
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(theme().px(4));
    column->addWidget(new Label(tr("Sign in"), Type::Title, Token::Text, QFont::DemiBold, this));
    column->addSpacing(theme().px(8));
    column->addWidget(m_banner);
    m_banner->hide();
    m_server =
        addField(tr("Server address or pairing code"),
                 tr("From your administrator: marina.example, or the line that begins with nimara-pair."),
                 m_serverFault);
    m_email = addField(tr("E-mail"), {}, m_emailFault);
    m_password = addField(tr("Password"), {}, m_passwordFault);
    m_email->setInputMethodHints(Qt::ImhEmailCharactersOnly);
    m_password->setEchoMode(QLineEdit::Password);
    QAction *reveal = m_password->addAction(icon(QStringLiteral("eye")), QLineEdit::TrailingPosition);
    reveal->setObjectName(QStringLiteral("showPassword"));
    reveal->setCheckable(true);
    reveal->setToolTip(tr("Show the password"));
    connect(reveal, &QAction::toggled, this, [this, reveal](bool on) {
        m_password->setEchoMode(on ? QLineEdit::Normal : QLineEdit::Password);
        reveal->setIcon(icon(on ? QStringLiteral("eye-off") : QStringLiteral("eye")));
        reveal->setToolTip(on ? tr("Hide the password") : tr("Show the password"));
    });
    column->addSpacing(theme().px(size::gap));
    m_button->setMinimumHeight(theme().px(36));
    column->addWidget(m_button);
    column->addStretch(1);
    connect(m_button, &QPushButton::clicked, this, &SignInForm::submit);
    m_countdown.setInterval(1s);
    connect(&m_countdown, &QTimer::timeout, this, &SignInForm::countDown);
}

QLineEdit *SignInForm::addField(const QString &label, const QString &help, Label *&fault)
{
    auto *column = static_cast<QVBoxLayout *>(layout());
    auto *name = new Label(label, Type::Body, Token::Text, QFont::Medium, this);
    auto *field = new QLineEdit(this);
    field->setAccessibleName(label);
    field->setAccessibleDescription(help);
    name->setBuddy(field);
    column->addSpacing(theme().px(8));
    column->addWidget(name);
    column->addWidget(field);
    if (!help.isEmpty()) {
        auto *words = new Label(help, Type::Small, Token::Muted, QFont::Normal, this);
        words->setWordWrap(true);
        column->addWidget(words);
    }
    fault = new Label(QString(), Type::Small, Token::Danger, QFont::Normal, this);
    fault->setWordWrap(true);
    fault->hide();
    column->addWidget(fault);
    connect(field, &QLineEdit::returnPressed, this, &SignInForm::submit);
    connect(field, &QLineEdit::textEdited, this, [this, field, text = fault] { setFault(field, text, {}); });
    return field;
}

void SignInForm::fill(const std::optional<ServerAddress> &server, const QString &email)
{
    if (server && m_server->text().isEmpty())
        m_server->setText(fromUtf8(server->toString()));
    if (m_email->text().isEmpty())
        m_email->setText(email);
}

void SignInForm::focusFirst()
{
    for (QLineEdit *field : {m_server, m_email, m_password}) {
        if (field->text().isEmpty()) {
            field->setFocus();
            return;
        }
    }
    m_password->setFocus();
}

void SignInForm::setFault(QLineEdit *field, Label *fault, const QString &text)
{
    fault->setText(text);
    fault->setVisible(!text.isEmpty());
    field->setProperty("nimaraInvalid", !text.isEmpty());
    field->update();
}

bool SignInForm::check(SignInRequest &request)
{
    QString serverFault;
    const std::string where = toUtf8(m_server->text().trimmed());
    if (where.empty()) {
        serverFault = tr("Enter the server's address or paste a pairing code.");
    } else if (looksLikePairingCode(where)) {
        if (auto code = parsePairingCode(where)) {
            request.server = code->server;
            request.spki = code->spki;
        } else {
            serverFault = errorSentence(code.error());
        }
    } else if (auto address = parseServerAddress(where)) {
        request.server = *address;
    } else {
        serverFault = errorSentence(address.error());
    }
    request.email = m_email->text().trimmed();
    request.password = m_password->text();
    const bool plausible = request.email.indexOf(u'@') > 0 && !request.email.endsWith(u'@');
    setFault(m_server, m_serverFault, serverFault);
    setFault(m_email, m_emailFault, plausible ? QString() : tr("Enter your e-mail address."));
    setFault(m_password, m_passwordFault,
             request.password.isEmpty() ? tr("Enter your password.") : QString());
    for (QLineEdit *field : {m_server, m_email, m_password}) {
        if (field->property("nimaraInvalid").toBool()) {
            field->setFocus();
            return false;
        }
    }
    return true;
}

void SignInForm::submit()
{
    SignInRequest request;
    if (!m_button->isEnabled() || !check(request))
        return;
    m_banner->hide();
    emit submitted(request);
}

void SignInForm::setBusy(bool busy)
{
    for (QWidget *widget : std::initializer_list<QWidget *>{m_server, m_email, m_password, m_button})
        widget->setEnabled(!busy);
    m_button->setText(busy ? tr("Signing in …") : tr("Sign in"));
}

void SignInForm::showError(const Error &error)
{
    m_countdown.stop();
    m_button->setEnabled(true);
    const ErrorText text = errorText(error);
    QString advice = text.advice;
    if (const auto mismatch = keyMismatchOf(error))
        advice += u'\n' + fingerprints(*mismatch);
    m_banner->setContent(Tone::Danger, text.title, advice);
    m_banner->show();
    if (const auto seconds = retryAfterSeconds(error)) {
        m_lockedTitle = text.title;
        startCountdown(*seconds);
        return;
    }
    if (error.key == signin::wrongPassword) {
        m_password->selectAll();
        m_password->setFocus();
    }
}

void SignInForm::showNotice(const QString &title, const QString &text)
{
    m_banner->setContent(Tone::Info, title, text);
    m_banner->show();
}

void SignInForm::clearPassword()
{
    m_password->clear();
}

void SignInForm::startCountdown(int seconds)
{
    m_lockedUntil = std::chrono::steady_clock::now() + std::chrono::seconds(seconds);
    m_countdown.start();
    countDown();
}

void SignInForm::countDown()
{
    const auto left =
        std::chrono::ceil<std::chrono::seconds>(m_lockedUntil - std::chrono::steady_clock::now());
    const int seconds = int(left.count());
    m_button->setEnabled(seconds <= 0);
    if (seconds <= 0) {
        m_countdown.stop();
        m_banner->hide();
        return;
    }
    const QString time = QStringLiteral("%1:%2").arg(seconds / 60).arg(seconds % 60, 2, 10, QLatin1Char('0'));
    m_banner->setContent(Tone::Danger, m_lockedTitle, tr("You can try again in %1.").arg(time));
}

} // namespace nimara::ui
