#pragma once

#include "ui/pages/shell_host.h"
#include "ui/shell/page.h"

class QHBoxLayout;
class QVBoxLayout;

namespace nimara::ui {

inline constexpr int textWidth = 720; // of what is read, not scanned

// A section that is no list: a heading with actions, and content that scrolls.
class PlainPage : public Page
{
    Q_OBJECT

public:
    PlainPage(ShellContext &context, const QString &title, QWidget *parent);

    void open(const PageAddress &address) override;
    QString title() const override { return m_title; }

protected:
    EntityHost &host() { return m_host; }
    // Where the page puts what it shows; a stretch is kept at its end.
    void addContent(QWidget *widget);
    void addAction(QWidget *action); // at the right of the heading
    using QWidget::addAction;
    QWidget *content() const { return m_content; }
    // Asked for when the page is shown, and again when something changed.
    virtual void refresh() {}

private:
    ShellHost m_host;
    QString m_title;
    QHBoxLayout *m_header = nullptr;
    QWidget *m_content = nullptr;
    QVBoxLayout *m_layout = nullptr;
};

} // namespace nimara::ui
