#pragma once

#include <QTranslator>

namespace nimara::ui {

// The texts in the source are English, and write a word that is counted as "change(s)". Where no translation has them,
// this makes "1 change" and "3 changes" of it. Installed first, so that every real translation comes before it.
class EnglishPlurals : public QTranslator
{
    Q_OBJECT

public:
    using QTranslator::QTranslator;
    bool isEmpty() const override { return false; }
    QString translate(const char *context, const char *source, const char *disambiguation,
                      int n) const override;
};

} // namespace nimara::ui
