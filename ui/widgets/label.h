#pragma once

#include "ui/theme/theme.h"

#include <QLabel>

namespace nimara::ui {

// A label in a type and colour of the design; it follows a change of theme.
class Label : public QLabel
{
    Q_OBJECT

public:
    explicit Label(const QString &text, Type type = Type::Body, Token color = Token::Text,
                   QFont::Weight weight = QFont::Normal, QWidget *parent = nullptr);
    void setColor(Token color);
    void setType(Type type, QFont::Weight weight = QFont::Normal);

protected:
    void changeEvent(QEvent *event) override;
    bool event(QEvent *event) override;

private:
    void dress();

    Type m_type;
    Token m_color;
    QFont::Weight m_weight;
    bool m_dressing = false;
};

// Text on one line, cut with "…" where the room ends; then the whole stands in the tooltip.
class ElidedLabel : public Label
{
    Q_OBJECT

public:
    using Label::Label;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    bool event(QEvent *event) override;
};

} // namespace nimara::ui
