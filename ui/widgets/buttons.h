#pragma once

#include "ui/theme/style.h"
#include "ui/theme/tokens.h"

#include <QPushButton>
#include <QToolButton>

namespace nimara::ui {

// A button of the design. Any QPushButton is Secondary as it comes.
QPushButton *makeButton(const QString &text, Emphasis emphasis = Emphasis::Secondary,
                        const QString &icon = {}, QWidget *parent = nullptr);
void setEmphasis(QPushButton *button, Emphasis emphasis);
Emphasis emphasisOf(const QWidget *button);

// A square button that shows an icon only; its name is read out and shown as a tooltip.
class IconButton : public QToolButton
{
    Q_OBJECT

public:
    IconButton(const QString &icon, const QString &name, QWidget *parent = nullptr);
    void setIconName(const QString &icon, Token color = Token::Muted);
    void setName(const QString &name);
    // A number in the corner (unread); 0: none.
    void setCount(int count);
    int count() const { return m_count; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    int m_count = 0;
};

} // namespace nimara::ui
