// Draws the shell and the widgets offscreen into PNG files, light and dark: to be looked at by people.
//     nimara-shots FOLDER [SCALE]
#include "tests/support/shot.h"
#include "tests/ui/gallery.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QTextStream>

#include <memory>

using namespace nimara;

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    const QStringList arguments = application.arguments();
    if (arguments.size() < 2) {
        QTextStream(stderr) << "usage: nimara-shots FOLDER [SCALE]\n";
        return 2;
    }
    const QString folder = arguments.at(1);
    ui::Theme theme(application);
    if (arguments.size() > 2)
        theme.setScale(arguments.at(2).toDouble());
    bool ok = true;
    for (const bool dark : {false, true}) {
        theme.setDark(dark);
        const QString suffix = dark ? QStringLiteral("-dark") : QStringLiteral("-light");
        const std::unique_ptr<QWidget> gallery(ui::makeGallery());
        ok = saveShot(*gallery, {1280, 1100}, folder, QStringLiteral("gallery") + suffix) && ok;
    }
    return ok ? 0 : 1;
}
