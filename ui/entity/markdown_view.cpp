#include "ui/entity/markdown_view.h"

#include "ui/theme/theme.h"

#include <QDesktopServices>
#include <QTextDocument>
#include <QWheelEvent>

#include <cmath>

namespace nimara::ui {

namespace {

constexpr int usualWidth = 320;
constexpr int listIndent = 20;

} // namespace

MarkdownView::MarkdownView(QWidget *parent) : QTextBrowser(parent)
{
    setFrameShape(QFrame::NoFrame);
    setOpenLinks(false);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    viewport()->setAutoFillBackground(false);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    document()->setDocumentMargin(0);
    setContextMenuPolicy(Qt::DefaultContextMenu);
    connect(this, &QTextBrowser::anchorClicked, this, &MarkdownView::follow);
}

void MarkdownView::setMarkdownText(const QString &text)
{
    if (text == m_text && !document()->isEmpty())
        return;
    m_text = text;
    render();
}

void MarkdownView::render()
{
    document()->setDefaultFont(theme().font(Type::Body));
    document()->setIndentWidth(theme().px(listIndent));
    document()->setMarkdown(m_text, QTextDocument::MarkdownFeatures(QTextDocument::MarkdownDialectGitHub |
                                                                    QTextDocument::MarkdownNoHTML));
    updateGeometry();
}

int MarkdownView::heightForWidth(int width) const
{
    const auto copy = std::unique_ptr<QTextDocument>(document()->clone());
    copy->setTextWidth(width);
    return static_cast<int>(std::ceil(copy->size().height()));
}

QSize MarkdownView::sizeHint() const
{
    const int width = theme().px(usualWidth);
    return {width, heightForWidth(width)};
}

QSize MarkdownView::minimumSizeHint() const
{
    return {theme().px(size::grid * 10), theme().px(size::card)};
}

QVariant MarkdownView::loadResource(int, const QUrl &)
{
    return {};
}

void MarkdownView::changeEvent(QEvent *event)
{
    QTextBrowser::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::PaletteChange)
        render();
}

// The page scrolls, not the note in it.
void MarkdownView::wheelEvent(QWheelEvent *event)
{
    event->ignore();
}

void MarkdownView::follow(const QUrl &address)
{
    static const QStringList outside{QStringLiteral("https"), QStringLiteral("http"),
                                     QStringLiteral("mailto"), QStringLiteral("tel")};
    if (address.scheme() == QLatin1String("nimara"))
        emit navigated(address);
    else if (outside.contains(address.scheme()))
        QDesktopServices::openUrl(address);
}

} // namespace nimara::ui
