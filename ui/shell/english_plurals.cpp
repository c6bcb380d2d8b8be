#include "ui/shell/english_plurals.h"

namespace nimara::ui {

QString EnglishPlurals::translate(const char *, const char *source, const char *, int n) const
{
    QString text = QString::fromUtf8(source);
    if (n < 0 || !text.contains(QStringLiteral("(s)")))
        return {};
    return text.replace(QStringLiteral("(s)"), n == 1 ? QString() : QStringLiteral("s"));
}

} // namespace nimara::ui
