#include "models/items/labels.h"
#include "models/store/store.h"
#include "ui/shell/dialogs.h"
#include "ui/shell/shell_context.h"
#include "ui/shell/ui_settings.h"
#include "ui/theme/theme.h"
#include "ui/widgets/avatar.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/facts.h"
#include "ui/widgets/label.h"

#include <QCheckBox>
#include <QComboBox>
#include <QCoreApplication>
#include <QVBoxLayout>

#include <array>

namespace nimara::ui {

namespace {

QString profileText(const char *text)
{
    return QCoreApplication::translate("Profile", text);
}

QComboBox *appearanceBox(UiSettings &settings)
{
    auto *box = new QComboBox;
    box->addItem(profileText(QT_TRANSLATE_NOOP("Profile", "As the system")), int(Appearance::System));
    box->addItem(profileText(QT_TRANSLATE_NOOP("Profile", "Light")), int(Appearance::Light));
    box->addItem(profileText(QT_TRANSLATE_NOOP("Profile", "Dark")), int(Appearance::Dark));
    box->setCurrentIndex(box->findData(int(settings.appearance())));
    QObject::connect(box, &QComboBox::activated, &settings, [box, &settings] {
        settings.setAppearance(static_cast<Appearance>(box->currentData().toInt()));
    });
    return box;
}

QComboBox *sizeBox(UiSettings &settings)
{
    constexpr std::array percents{0, 85, 100, 115, 130, 150, 175, 200};
    auto *box = new QComboBox;
    for (const int percent : percents)
        box->addItem(percent == 0 ? profileText(QT_TRANSLATE_NOOP("Profile", "As the system"))
                                  : QStringLiteral("%1 %").arg(percent),
                     percent);
    box->setCurrentIndex(std::max(0, box->findData(settings.textSize())));
    QObject::connect(box, &QComboBox::activated, &settings,
                     [box, &settings] { settings.setTextSize(box->currentData().toInt()); });
    return box;
}

QLayout *headOf(const SessionInfo &session)
{
    auto *head = new QHBoxLayout;
    head->setSpacing(theme().px(size::gap));
    head->addWidget(new Avatar(fromUtf8(session.userName), 48));
    auto *who = new QVBoxLayout;
    who->setSpacing(0);
    who->addWidget(new Label(fromUtf8(session.userName), Type::Title, Token::Text, QFont::DemiBold));
    who->addWidget(new Label(fromUtf8(session.email), Type::Body, Token::Muted));
    head->addLayout(who, 1);
    return head;
}

} // namespace

QDialog *makeProfileDialog(ShellContext &context, QWidget *parent)
{
    const SessionInfo &session = context.store().session();
    auto *dialog = new QDialog(parent);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(profileText(QT_TRANSLATE_NOOP("Profile", "Profile")));
    auto *column = new QVBoxLayout(dialog);
    const int page = theme().px(size::page);
    column->setContentsMargins(page, page, page, theme().px(size::card));
    column->setSpacing(theme().px(size::card));
    column->addLayout(headOf(session));

    auto *facts = new Facts;
    for (const PortInfo &port : session.ports)
        facts->add(fromUtf8(port.name),
                   session.isSuperAdmin ? roleLabel("super_admin") : roleLabel(port.roleName));
    if (const PortInfo *port = session.port())
        facts->add(profileText(QT_TRANSLATE_NOOP("Profile", "Time zone")), fromUtf8(port->timezone));
    facts->add(profileText(QT_TRANSLATE_NOOP("Profile", "Appearance")), appearanceBox(context.settings()));
    facts->add(profileText(QT_TRANSLATE_NOOP("Profile", "Text size")), sizeBox(context.settings()));
    column->addWidget(facts);
    auto *hint = new Label(
        profileText(QT_TRANSLATE_NOOP("Profile", "Your name and role are changed by an administrator.")),
        Type::Small, Token::Muted);
    hint->setWordWrap(true);
    column->addWidget(hint);
    column->addStretch(1);
    auto *close =
        makeButton(profileText(QT_TRANSLATE_NOOP("Profile", "Close")), Emphasis::Secondary, {}, dialog);
    close->setDefault(true);
    QObject::connect(close, &QPushButton::clicked, dialog, &QDialog::close);
    column->addWidget(close, 0, Qt::AlignRight);
    dialog->resize(theme().px(440), dialog->sizeHint().height());
    return dialog;
}

} // namespace nimara::ui
