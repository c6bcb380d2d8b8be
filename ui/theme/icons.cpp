#include "ui/theme/icons.h"

#include "ui/theme/theme.h"

#include <QFile>
#include <QIconEngine>
#include <QLoggingCategory>
#include <QPainter>
#include <QPixmapCache>
#include <QSvgRenderer>

#include <cmath>

namespace nimara::ui {

namespace {

Q_LOGGING_CATEGORY(log, "nimara.ui.icons")

QString pathOf(const QString &name)
{
    return QStringLiteral(":/icons/%1.svg").arg(name);
}

QByteArray source(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        qCWarning(log) << "no such picture:" << path;
        return {};
    }
    return file.readAll();
}

QPixmap rendered(const QString &name, const QColor &color, int side)
{
    const QString key =
        QStringLiteral("nimara/%1/%2/%3").arg(name).arg(color.rgba(), 8, 16, QLatin1Char('0')).arg(side);
    QPixmap pixmap;
    if (side <= 0 || QPixmapCache::find(key, &pixmap))
        return pixmap;

    QByteArray svg = source(pathOf(name));
    svg.replace("currentColor", color.name(QColor::HexRgb).toLatin1());
    pixmap = QPixmap(side, side);
    pixmap.fill(Qt::transparent);
    if (QSvgRenderer renderer(svg); renderer.isValid()) {
        QPainter painter(&pixmap);
        painter.setOpacity(double(color.alphaF()));
        renderer.render(&painter, QRectF(0, 0, side, side));
    }
    QPixmapCache::insert(key, pixmap);
    return pixmap;
}

class Engine : public QIconEngine
{
public:
    Engine(QString name, Token color) : m_name(std::move(name)), m_color(color) {}

    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State) override
    {
        drawIcon(*painter, rect, m_name, theme().color(mode == QIcon::Disabled ? Token::Disabled : m_color));
    }
    QPixmap pixmap(const QSize &wanted, QIcon::Mode mode, QIcon::State) override
    {
        const Token token = mode == QIcon::Disabled ? Token::Disabled : m_color;
        return rendered(m_name, theme().color(token), std::min(wanted.width(), wanted.height()));
    }
    QSize actualSize(const QSize &wanted, QIcon::Mode, QIcon::State) override { return wanted; }
    QIconEngine *clone() const override { return new Engine(m_name, m_color); }
    QString key() const override { return QStringLiteral("nimara"); }
    QString iconName() override { return m_name; }

private:
    QString m_name;
    Token m_color;
};

} // namespace

QIcon icon(const QString &name, Token color)
{
    return name.isEmpty() ? QIcon() : QIcon(new Engine(name, color));
}

void drawIcon(QPainter &painter, const QRect &rect, const QString &name, const QColor &color)
{
    const int side = std::min(rect.width(), rect.height());
    if (name.isEmpty() || side <= 0)
        return;
    const double ratio = painter.device()->devicePixelRatioF();
    QPixmap pixmap = rendered(name, color, int(std::ceil(side * ratio)));
    pixmap.setDevicePixelRatio(ratio);
    const QRect square(rect.x() + (rect.width() - side) / 2, rect.y() + (rect.height() - side) / 2, side,
                       side);
    painter.drawPixmap(square, pixmap);
}

void drawPicture(QPainter &painter, const QRect &rect, const QString &path, const QColor &color)
{
    QByteArray svg = source(path);
    svg.replace("currentColor", color.name(QColor::HexRgb).toLatin1());
    QSvgRenderer renderer(svg);
    renderer.setAspectRatioMode(Qt::KeepAspectRatio);
    renderer.render(&painter, rect);
}

bool hasIcon(const QString &name)
{
    return QFile::exists(pathOf(name));
}

} // namespace nimara::ui
