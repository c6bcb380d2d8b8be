#pragma once

#include "ui/shell/page.h"

#include <QWidget>

namespace nimara::ui {

// The way to what is shown; all but the last are links. Where the room ends the first ones give way.
class Breadcrumbs : public QWidget
{
    Q_OBJECT

public:
    explicit Breadcrumbs(QWidget *parent = nullptr);
    void setCrumbs(QList<Crumb> crumbs);
    const QList<Crumb> &crumbs() const { return m_crumbs; }
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

signals:
    void activated(const QUrl &address);

protected:
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void rebuild();

    QList<Crumb> m_crumbs;
    QList<QWidget *> m_parts;
    int m_shownFor = -1;
};

} // namespace nimara::ui
