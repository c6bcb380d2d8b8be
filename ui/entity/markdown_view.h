#pragma once

#include <QTextBrowser>
#include <QUrl>

namespace nimara::ui {

// Text in Markdown as people read it, as high as it is long. HTML in it is shown as text, and nothing is fetched:
// a note may come from a web form.
class MarkdownView : public QTextBrowser
{
    Q_OBJECT

public:
    explicit MarkdownView(QWidget *parent = nullptr);
    void setMarkdownText(const QString &text);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;

signals:
    void navigated(const QUrl &address); // a link within the app

protected:
    QVariant loadResource(int type, const QUrl &name) override;
    void changeEvent(QEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;

private:
    void render();
    void follow(const QUrl &address);

    QString m_text;
};

} // namespace nimara::ui
